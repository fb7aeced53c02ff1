namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>What statistics need of a run.</summary>
internal sealed record RunFacts(string Host, string Status, DateTimeOffset? Time, double? Seconds, int Updated);
