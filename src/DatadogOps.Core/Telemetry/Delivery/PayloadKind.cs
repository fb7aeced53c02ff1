namespace DatadogOps.Telemetry.Delivery;

/// <summary>What a payload for Datadog's API holds, which says where it goes and what limits it has.</summary>
internal enum PayloadKind
{
    /// <summary>Gauges, counts and rates: <c>POST /api/v2/series</c>.</summary>
    Series,

    /// <summary>Distributions: <c>POST /api/v1/distribution_points</c>.</summary>
    Distributions,

    /// <summary>Service checks: <c>POST /api/v1/check_run</c>.</summary>
    ServiceChecks,

    /// <summary>One event: <c>POST /api/v1/events</c>.</summary>
    Event,

    /// <summary>Entries of logs: <c>POST /api/v2/logs</c>.</summary>
    Logs,

    /// <summary>One event with a category: <c>POST /api/v2/events</c>.</summary>
    CategorizedEvent,
}
