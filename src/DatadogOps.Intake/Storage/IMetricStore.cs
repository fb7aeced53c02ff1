namespace DatadogOps.Intake.Storage;

/// <summary>Keeps points, within a bound, and gives them back. Safe for many threads.</summary>
internal interface IMetricStore
{
    /// <summary>How many series are kept.</summary>
    int SeriesCount { get; }

    /// <summary>How many points are kept.</summary>
    long PointCount { get; }

    /// <summary>How many points were not kept, or no longer, because of the bound.</summary>
    long DroppedByBound { get; }

    /// <summary>Keeps points of one series.</summary>
    /// <returns>False when the bound on series refuses them.</returns>
    bool Add(SeriesKey key, MetricKind kind, string? unit, ReadOnlySpan<StoredPoint> points, PointMode mode);

    /// <summary>The series of a metric with their points from (inclusive) to (inclusive); series without points are left out.</summary>
    IReadOnlyList<StoredSeries> Read(string metric, long from, long to);

    /// <summary>All metrics, by name.</summary>
    IReadOnlyList<MetricSummary> Summarize();

    /// <summary>Forgets everything.</summary>
    void Clear();
}
