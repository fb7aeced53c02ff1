namespace DatadogOps.Postgres.Monitoring;

/// <summary>Who sends the metrics that a monitor or dashboard queries.</summary>
public static class PgMetricSource
{
    /// <summary>This module: Get-PgConnectionState and Get-PgConnectionUsage, sent by Send-DatadogMetric.</summary>
    public const string Module = "Module";

    /// <summary>
    /// The Agent's postgres check, with a custom query for <c>postgresql.connection_state</c> (docs/postgres.md). Its ratio counts
    /// parallel workers and does not subtract reserved slots.
    /// </summary>
    public const string Agent = "Agent";
}
