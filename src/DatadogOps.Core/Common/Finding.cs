namespace DatadogOps.Common;

/// <summary>What one rule of a Test- cmdlet found. Every Test- cmdlet gives findings of this shape, one a rule, also when all is well.</summary>
/// <remarks>An area derives from it where a finding has a place of its own, such as a line; the six columns stay the same.</remarks>
public record Finding
{
    /// <summary><see cref="Status"/>: as expected.</summary>
    public const string Passed = "Passed";

    /// <summary><see cref="Status"/>: it works, but someone should look at it.</summary>
    public const string Warning = "Warning";

    /// <summary><see cref="Status"/>: it does not work, or is not what was asked for.</summary>
    public const string Failed = "Failed";

    /// <summary><see cref="Status"/>: not checked, because an earlier rule failed or the feature is not in use.</summary>
    public const string Skipped = "Skipped";

    /// <summary>What was checked: a role, a file, an endpoint, a monitor.</summary>
    public required string Target { get; init; }

    /// <summary>Name of the rule, stable across versions.</summary>
    public required string Rule { get; init; }

    /// <summary><c>Passed</c>, <c>Warning</c>, <c>Failed</c> or <c>Skipped</c>.</summary>
    public required string Status { get; init; }

    /// <summary>What the rule expects; null where it has no single value.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found. Never holds a secret.</summary>
    public string? Actual { get; init; }

    /// <summary>What to do; null when nothing is.</summary>
    public string? Recommendation { get; init; }
}
