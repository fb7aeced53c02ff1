namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>The data of a run for statistics.</summary>
internal sealed record RunFacts(string Host, string Status, DateTimeOffset? Time, double? Seconds, int Updated);
