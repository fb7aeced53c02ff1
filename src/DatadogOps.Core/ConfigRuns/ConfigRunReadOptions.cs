using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns;

/// <summary>How reports are read.</summary>
public sealed record ConfigRunReadOptions
{
    /// <summary>What to read them as.</summary>
    public ConfigRunFormat Format { get; init; }

    /// <summary>Give each resource instead of each run.</summary>
    public bool Resources { get; init; }

    /// <summary>Takes the secrets out of all texts.</summary>
    public SecretScrubber Scrubber { get; init; } = SecretScrubber.Default;
}
