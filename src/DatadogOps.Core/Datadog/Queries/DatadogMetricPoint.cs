using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Queries;

/// <summary>One point of one series of a metric query.</summary>
public sealed record DatadogMetricPoint
{
    /// <summary>Name of the metric, or the expression of the query.</summary>
    public required string Metric { get; init; }

    /// <summary>Tags of the series: <c>state:idle</c>, or <c>*</c> if the query does not group.</summary>
    public required string Scope { get; init; }

    /// <summary>Start of the interval of the point, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Value.</summary>
    public required double Value { get; init; }

    /// <summary>Values of the tags that the query groups by.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Unit in Datadog's short form, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Length of the interval of the point.</summary>
    public int? IntervalSeconds { get; init; }

    /// <summary>The query.</summary>
    public required string Query { get; init; }
}
