using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>Statistics of the runs of a group. Properties that were not grouped by are null.</summary>
public sealed record ConfigRunStatistic
{
    /// <summary>The group: the values that were grouped by, separated by commas; <c>All</c> without grouping.</summary>
    public required string Group { get; init; }

    /// <summary>Host of the runs.</summary>
    public string? HostName { get; init; }

    /// <summary>Tool of the runs.</summary>
    public string? Tool { get; init; }

    /// <summary>Role of the runs; a run with several roles counts for each.</summary>
    public string? Role { get; init; }

    /// <summary>Environment of the runs.</summary>
    public string? Environment { get; init; }

    /// <summary>Number of hosts.</summary>
    public required int Hosts { get; init; }

    /// <summary>Number of runs.</summary>
    public required int Runs { get; init; }

    /// <summary>Number of runs that failed.</summary>
    public required int Failures { get; init; }

    /// <summary>Hosts whose last run failed.</summary>
    public required ConfigRunList<string> FailingHosts { get; init; }

    /// <summary>Start of the first failed run since the last successful one; the earliest of all hosts.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How the last run ended: one of <see cref="ConfigRunStatus"/>.</summary>
    public required string LastStatus { get; init; }

    /// <summary>Start of the last run.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>Mean duration of the runs in seconds.</summary>
    public double? MeanSeconds { get; init; }

    /// <summary>95th percentile of the durations in seconds, by nearest rank.</summary>
    public double? P95Seconds { get; init; }

    /// <summary>Sample variance of the durations, in seconds squared; null for less than two runs.</summary>
    public double? VarianceSeconds { get; init; }

    /// <summary>Resources changed by all of the runs.</summary>
    public required long Updated { get; init; }

    /// <summary>Runs that took unusually long: beyond the upper quartile by more than 1.5 times the interquartile range, with at least eight runs.</summary>
    public required ConfigRunList<string> Outliers { get; init; }

    /// <summary>Usual seconds from the start of one run of a host to the next: the median.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>Hosts that have been silent for too long.</summary>
    public required ConfigRunList<string> SilentHosts { get; init; }
}
