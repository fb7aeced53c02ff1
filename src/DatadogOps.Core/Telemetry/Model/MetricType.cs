using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>How Datadog aggregates the points of a metric.</summary>
public static class MetricType
{
    /// <summary>The last value of an interval. DogStatsD <c>g</c>, API type 3.</summary>
    public const string Gauge = "Gauge";

    /// <summary>The sum of an interval's values. DogStatsD <c>c</c>, API type 1.</summary>
    public const string Count = "Count";

    /// <summary>A count per second, already divided by its interval. API type 2; not available by DogStatsD.</summary>
    public const string Rate = "Rate";

    /// <summary>The Agent computes average, median, maximum, 95th percentile and count. DogStatsD <c>h</c>; not available by the API.</summary>
    public const string Histogram = "Histogram";

    /// <summary>Percentiles over all hosts, computed by Datadog. DogStatsD <c>d</c>.</summary>
    public const string Distribution = "Distribution";

    /// <summary>A histogram of durations in milliseconds. DogStatsD <c>ms</c>; not available by the API.</summary>
    public const string Timer = "Timer";

    /// <summary>The number of distinct members in an interval. DogStatsD <c>s</c>; not available by the API.</summary>
    public const string Set = "Set";

    /// <summary>All types.</summary>
    public static ReadOnlySpan<string> All => Names;

    private static readonly string[] Names = [Gauge, Count, Rate, Histogram, Distribution, Timer, Set];

    internal static string NameOf(MetricKind kind) => Names[(int)kind];

    /// <exception cref="OperationException">There is no such type.</exception>
    internal static MetricKind KindOf(string name)
    {
        // Constants are interned, so this is nearly always a comparison of references.
        for (int i = 0; i < Names.Length; i++)
        {
            if (ReferenceEquals(Names[i], name))
            {
                return (MetricKind)i;
            }
        }

        int found = Array.FindIndex(Names, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? (MetricKind)found : throw new OperationException(
            TelemetryErrorIds.MetricTypeUnknown,
            OperationErrorKind.InvalidInput,
            name ?? "",
            $"There is no metric type {MetricRules.Quote(name ?? "")}.",
            $"Use {string.Join(", ", Names[..^1])} or {Names[^1]}.");
    }
}

/// <summary>The metric types as numbers, for the hot path; in the order of <see cref="MetricType"/>.</summary>
internal enum MetricKind
{
    Gauge,
    Count,
    Rate,
    Histogram,
    Distribution,
    Timer,
    Set,
}
