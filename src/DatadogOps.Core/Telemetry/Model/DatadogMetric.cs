using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>One point of one metric.</summary>
public sealed record DatadogMetric
{
    /// <summary>Metric name: begins with a letter; letters, digits, <c>_</c> and <c>.</c>; at most 200 characters (Datadog, "custom metrics").</summary>
    public required string Name { get; init; }

    /// <summary>Value; finite. For a set, the member if <see cref="SetMember"/> is null.</summary>
    public required double Value { get; init; }

    /// <summary>How points are aggregated: one of <see cref="MetricType"/>.</summary>
    /// <exception cref="OperationException">There is no such type.</exception>
    public string Type
    {
        get => MetricType.NameOf(Kind);
        init => Kind = MetricType.KindOf(value);
    }

    /// <summary>What a set (<see cref="MetricType.Set"/>) counts, such as a user name; null if <see cref="Value"/> is the member.</summary>
    public string? SetMember { get; init; }

    /// <summary>When it was observed; null for now, which is what DogStatsD assumes.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Host that the point belongs to; null for the host that delivers it.</summary>
    public string? HostName { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Unit in Datadog's terms (<c>connection</c>, <c>second</c>, <c>fraction</c>), or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Length of the interval that a count or rate covers, in seconds.</summary>
    public int? IntervalSec { get; init; }

    internal MetricKind Kind { get; private init; }
}
