using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Activity;

/// <summary>How many connections a server, database or role uses, compared with its limit.</summary>
public sealed record PgConnectionUsage : ITelemetrySource
{
    /// <summary>When it was measured, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Server, as the caller named it.</summary>
    public required string HostName { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>What the limit applies to: <c>Server</c>, <c>Database</c> or <c>Role</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>Name of the database or role; HostName for the server.</summary>
    public required string Name { get; init; }

    /// <summary>Client sessions. Parallel workers, walsenders and background processes do not count.</summary>
    public required long Used { get; init; }

    /// <summary>Limit; null if the database or role has none of its own.</summary>
    public long? Max { get; init; }

    /// <summary>Slots of the limit that only superusers and roles with pg_use_reserved_connections can use; null for a database or role.</summary>
    public long? Reserved { get; init; }

    /// <summary>Sessions that ordinary roles can still open under this limit; null without a limit.</summary>
    public long? Available { get; init; }

    /// <summary>Used / (Max - Reserved): at 1, ordinary roles are refused. Null without a limit.</summary>
    public double? UsedRatio { get; init; }

    /// <summary>
    /// The Agent's <c>postgresql.percent_usage_connections</c>: SUM(numbackends) / max_connections, 0.15 for 15 %. It counts
    /// parallel workers and does not subtract reserved slots. Null for a database or role.
    /// </summary>
    public double? AgentRatio { get; init; }

    /// <summary>
    /// The Agent's names if the Agent has the metric (<c>percent_usage_connections</c>, <c>max_connections</c>), otherwise
    /// <c>postgresql.connection_usage.*</c>.
    /// </summary>
    public IEnumerable<DatadogMetric> GetMetrics()
    {
        var tags = new PgTags(HostName, Port);
        if (Scope == PgUsageScope.Server)
        {
            if (AgentRatio is { } ratio)
            {
                yield return tags.Gauge(PgMetricNames.AgentRatio, ratio, Timestamp, "fraction");
            }

            if (Max is { } max)
            {
                yield return tags.Gauge(PgMetricNames.Max, max, Timestamp, "connection");
            }
        }
        else
        {
            tags.Add(Scope.ToLowerInvariant(), Name);
        }

        tags.Add(PgMetricNames.Scope, Scope.ToLowerInvariant());
        yield return tags.Gauge(PgMetricNames.Used, Used, Timestamp, "connection");
        if (Available is { } available)
        {
            yield return tags.Gauge(PgMetricNames.Available, available, Timestamp, "connection");
        }

        if (UsedRatio is { } used)
        {
            yield return tags.Gauge(PgMetricNames.UsedRatio, used, Timestamp, "fraction");
        }
    }
}
