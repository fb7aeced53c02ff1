using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>How the runs of a group went. What was not grouped by is null.</summary>
public sealed record ConfigRunStatistic
{
    /// <summary>Host of the runs.</summary>
    public string? HostName { get; init; }

    /// <summary>Tool of the runs.</summary>
    public string? Tool { get; init; }

    /// <summary>Role of the runs; a run of several roles counts for each.</summary>
    public string? Role { get; init; }

    /// <summary>Environment of the runs.</summary>
    public string? Environment { get; init; }

    /// <summary>How many hosts ran.</summary>
    public required int Hosts { get; init; }

    /// <summary>How many runs there were.</summary>
    public required int Runs { get; init; }

    /// <summary>How many of them failed.</summary>
    public required int Failures { get; init; }

    /// <summary>Hosts whose last run failed.</summary>
    public required ConfigRunList<string> FailingHosts { get; init; }

    /// <summary>When the first of the failures began that no good run has followed; the earliest of all hosts.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How the last run ended: one of <see cref="ConfigRunStatus"/>.</summary>
    public required string LastStatus { get; init; }

    /// <summary>When the last run began.</summary>
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>Mean of the runs' seconds.</summary>
    public double? MeanSeconds { get; init; }

    /// <summary>95th percentile of the runs' seconds, by nearest rank.</summary>
    public double? P95Seconds { get; init; }

    /// <summary>Sample variance of the runs' seconds, in seconds squared; null below two runs.</summary>
    public double? VarianceSeconds { get; init; }

    /// <summary>Resources changed by all of the runs.</summary>
    public required long Updated { get; init; }

    /// <summary>Runs that took unusually long: beyond the upper quartile by more than one and a half times the distance of the quartiles, of eight runs at least.</summary>
    public required ConfigRunList<string> Outliers { get; init; }

    /// <summary>Usual seconds from the begin of one run to the next of a host: the median.</summary>
    public double? IntervalSeconds { get; init; }

    /// <summary>Hosts that have been silent for too long.</summary>
    public required ConfigRunList<string> SilentHosts { get; init; }
}
