using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>What is sent about a run, without what Datadog no longer accepts.</summary>
/// <param name="Event">The event; null if the run is too old for one.</param>
/// <param name="Metrics">The metrics; none if the run is too old for them.</param>
/// <param name="MetricsTooOld">Whether metrics were left out because of their age.</param>
public sealed record RunMessage(DatadogEvent? Event, IReadOnlyList<DatadogMetric> Metrics, bool MetricsTooOld)
{
    /// <summary>Maximum age of an event (<c>POST /api/v1/events</c>).</summary>
    public static TimeSpan MaxEventAge { get; } = TimeSpan.FromHours(18);

    // What is just within the limit now is beyond it on arrival.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(1);

    /// <summary>What is sent about a run.</summary>
    /// <param name="report">The run.</param>
    /// <param name="naming">One of <see cref="ConfigRunNaming"/>.</param>
    /// <param name="now">The time by which ages are measured.</param>
    public static RunMessage Of(ConfigRunReport report, string naming, DateTimeOffset now)
    {
        TimeSpan age = now - (report.EndTime ?? report.StartTime ?? now);
        bool metricsTooOld = age > MetricRules.MaxAge - s_margin;
        return new RunMessage(age > MaxEventAge - s_margin ? null : RunEvent.Of(report), metricsTooOld ? [] : [.. RunMetrics.Of(report, naming)], metricsTooOld);
    }
}
