namespace DatadogOps.Telemetry.Context;

/// <summary>How a check of a connection came out.</summary>
public enum DatadogConnectionResult
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works and will not for long, or not for all.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>It was not looked at, because something before it failed or it is not in use.</summary>
    Skipped,
}

/// <summary>What one check of a connection found.</summary>
public sealed record DatadogConnectionFinding
{
    /// <summary>What was looked at: <c>Reach</c>, <c>ApiKey</c>, <c>ApplicationKey</c>, <c>Clock</c> or <c>DogStatsD</c>.</summary>
    public required string Check { get; init; }

    /// <summary>How it came out.</summary>
    public required DatadogConnectionResult Result { get; init; }

    /// <summary>Where; never holds a key.</summary>
    public required string Target { get; init; }

    /// <summary>What was found, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Advice { get; init; }

    /// <summary>The id of the error that a command would fail with, or null.</summary>
    public string? ErrorId { get; init; }
}
