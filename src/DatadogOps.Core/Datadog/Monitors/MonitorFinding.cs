using DatadogOps.Common;

namespace DatadogOps.Datadog.Monitors;

/// <summary>What Test-DatadogMonitor found in the definition of a monitor.</summary>
public sealed record MonitorFinding : Finding
{
    /// <summary>Field of the API, such as <c>options.thresholds.warning</c>; null if Datadog's own validation reported the problem, or there is none.</summary>
    public string? Field { get; init; }

    /// <summary>The finding in one sentence.</summary>
    public string Describe() => Field is null ? Actual ?? "" : $"{Field} is {Actual}; expected {Expected}.";

    /// <summary>The finding of a definition that violates no rule.</summary>
    public static MonitorFinding ForValid(DatadogMonitor monitor, bool isOffline) => new()
    {
        Target = monitor.Name,
        Rule = "Definition",
        Status = Passed,
        Expected = "A valid definition",
        Actual = isOffline ? "Violates no rule of this module; Datadog was not asked" : "Accepted by Datadog",
    };

    /// <summary>The finding of a definition that Datadog's validation rejects.</summary>
    public static MonitorFinding ForRejected(DatadogMonitor monitor, string reason) => new()
    {
        Target = monitor.Name,
        Rule = "DatadogValidation",
        Status = Failed,
        Actual = reason,
        Recommendation = "Correct the definition as Datadog's message says.",
    };
}
