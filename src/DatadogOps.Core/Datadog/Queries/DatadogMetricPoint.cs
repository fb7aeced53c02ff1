using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Queries;

/// <summary>One point of one series, as Datadog answers a metric query.</summary>
public sealed record DatadogMetricPoint
{
    /// <summary>Name of the metric, or the expression where a query has one.</summary>
    public required string Metric { get; init; }

    /// <summary>What the series is of: <c>state:idle</c>, or <c>*</c> for all together.</summary>
    public required string Scope { get; init; }

    /// <summary>Begin of the interval that the point stands for, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Value.</summary>
    public required double Value { get; init; }

    /// <summary>Values of the tags that the query groups by.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Unit, in Datadog's short form, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Seconds that the point stands for.</summary>
    public int? IntervalSec { get; init; }

    /// <summary>The query.</summary>
    public required string Query { get; init; }
}
