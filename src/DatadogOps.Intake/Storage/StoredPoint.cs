namespace DatadogOps.Intake.Storage;

/// <summary>How the points of a metric add up.</summary>
internal enum MetricKind
{
    /// <summary>A level: over time, the average counts.</summary>
    Gauge,

    /// <summary>How often: over time, the sum counts.</summary>
    Count,

    /// <summary>How often by second: over time, the average counts.</summary>
    Rate,

    /// <summary>Single values, aggregated over time and series at once.</summary>
    Distribution,
}

/// <summary>What a new point does to one of the same series and second.</summary>
internal enum PointMode
{
    /// <summary>Takes its place, as Datadog does with points of the same series and time.</summary>
    Replace,

    /// <summary>Is added to it, as the Agent does with counts.</summary>
    Sum,

    /// <summary>Stands beside it.</summary>
    Append,
}

/// <summary>One point.</summary>
/// <param name="Time">Unix time in seconds.</param>
/// <param name="Value">Value.</param>
internal readonly record struct StoredPoint(long Time, double Value);

/// <summary>Points of one series in a span of time.</summary>
internal sealed record StoredSeries(SeriesKey Key, MetricKind Kind, string? Unit, IReadOnlyList<StoredPoint> Points);

/// <summary>What is known of a metric.</summary>
internal sealed record MetricSummary(string Name, MetricKind Kind, string? Unit, IReadOnlyList<string> TagKeys, int Series, long Points, long LastTime);
