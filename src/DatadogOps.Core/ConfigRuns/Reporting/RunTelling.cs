using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>What Datadog is told of a run, and what it would not take any more.</summary>
/// <param name="Event">The event; null where the run is too old for one.</param>
/// <param name="Metrics">The metrics; none where the run is too old for them.</param>
/// <param name="MetricsTooOld">Whether metrics were left out for their age.</param>
public sealed record RunMessage(DatadogEvent? Event, IReadOnlyList<DatadogMetric> Metrics, bool MetricsTooOld);

/// <summary>Makes what Datadog is told of runs.</summary>
/// <param name="naming">Under which names the metrics travel.</param>
/// <param name="scrubber">Takes the secrets out of all texts, once more.</param>
/// <param name="time">The clock that ages are measured by.</param>
public sealed class RunTelling(ConfigRunNaming naming, SecretScrubber scrubber, TimeProvider time)
{
    /// <summary>How old an event may be (<c>POST /api/v1/events</c>).</summary>
    public static TimeSpan MaxEventAge { get; } = TimeSpan.FromHours(18);

    // What is within a moment of the limit now is beyond it when it arrives.
    private static readonly TimeSpan s_way = TimeSpan.FromMinutes(1);

    /// <summary>What is told of a run.</summary>
    public RunMessage Tell(ConfigRunReport report)
    {
        TimeSpan age = time.GetUtcNow() - (report.EndTime ?? report.StartTime ?? time.GetUtcNow());
        bool metricsTooOld = age > MetricRules.MaxAge - s_way;
        return new RunMessage(
            age > MaxEventAge - s_way ? null : RunEvent.Of(report, scrubber),
            metricsTooOld ? [] : [.. RunMetrics.Of(report, naming, scrubber)],
            metricsTooOld);
    }

    /// <summary>Tags that the host of a run may get: environment and roles.</summary>
    public IReadOnlyList<string> HostTags(ConfigRunReport report) => [.. RunTags.OfHost(new RunWords(report, scrubber))];
}
