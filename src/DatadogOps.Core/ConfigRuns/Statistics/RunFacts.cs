using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>What statistics need of a run.</summary>
internal sealed record RunFacts(string Host, ConfigRunStatus Status, DateTimeOffset? Time, double? Seconds, int Updated);
