namespace DatadogOps.Telemetry.Model;

/// <summary>How Datadog aggregates the points of a metric.</summary>
public enum MetricType
{
    /// <summary>The last value of an interval counts. DogStatsD <c>g</c>, API type 3.</summary>
    Gauge,

    /// <summary>The values of an interval are summed. DogStatsD <c>c</c>, API type 1.</summary>
    Count,

    /// <summary>A count by second, already divided by its interval. API type 2; DogStatsD has no such type.</summary>
    Rate,

    /// <summary>The Agent makes average, median, maximum, 95th percentile and count of the values. DogStatsD <c>h</c>.</summary>
    Histogram,

    /// <summary>Percentiles over all hosts, made by Datadog. DogStatsD <c>d</c>.</summary>
    Distribution,

    /// <summary>A histogram of durations in milliseconds. DogStatsD <c>ms</c>; the API has no such type.</summary>
    Timer,

    /// <summary>How many different members were seen in an interval. DogStatsD <c>s</c>; the API has no such type.</summary>
    Set,
}
