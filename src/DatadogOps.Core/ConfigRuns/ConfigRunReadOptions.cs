using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns;

/// <summary>How reports are read.</summary>
public sealed record ConfigRunReadOptions
{
    /// <summary>One of <see cref="ConfigRunFormat"/>.</summary>
    public string Format { get; init => field = Word.Canonical(value, ConfigRunFormat.All); } = ConfigRunFormat.Auto;

    /// <summary>Whether to return each resource instead of each run.</summary>
    public bool Resources { get; init; }

    /// <summary>Redacts secrets in all texts.</summary>
    public SecretRedactor Redactor { get; init; } = SecretRedactor.Default;
}
