using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Activity;

/// <summary>What a limit on connections is set for.</summary>
public enum PgUsageScope
{
    /// <summary>The server: max_connections.</summary>
    Server,

    /// <summary>A database: pg_database.datconnlimit.</summary>
    Database,

    /// <summary>A role: pg_roles.rolconnlimit.</summary>
    Role,
}

/// <summary>How near a server, a database or a role is to its limit on connections.</summary>
public sealed record PgConnectionUsage : ITelemetrySource
{
    /// <summary>When it was measured, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Server, as the caller named it.</summary>
    public required string HostName { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>What the limit is set for.</summary>
    public required PgUsageScope Scope { get; init; }

    /// <summary>Database or role; null for the server.</summary>
    public string? Name { get; init; }

    /// <summary>Client sessions. Parallel workers, walsenders and background processes do not count.</summary>
    public required long Used { get; init; }

    /// <summary>Limit; null when there is none of its own.</summary>
    public long? Max { get; init; }

    /// <summary>Slots of the limit that only superusers, or roles with pg_use_reserved_connections, can take; null for a database or role.</summary>
    public long? Reserved { get; init; }

    /// <summary>Sessions that ordinary roles can still open under this limit; null when there is none.</summary>
    public long? Available { get; init; }

    /// <summary>Used / (Max - Reserved): 1 when ordinary roles are refused. Null without a limit.</summary>
    public double? UsedRatio { get; init; }

    /// <summary>
    /// The Agent's <c>postgresql.percent_usage_connections</c>: SUM(numbackends) / max_connections, 0.15 for 15 %. It counts
    /// parallel workers and does not subtract reserved slots. Null for a database or role.
    /// </summary>
    public double? AgentRatio { get; init; }

    /// <summary>
    /// The Agent's names where the Agent has the metric (<c>percent_usage_connections</c>, <c>max_connections</c>), and
    /// <c>postgresql.connection_usage.*</c> for what it lacks.
    /// </summary>
    public IEnumerable<DatadogMetric> GetMetrics()
    {
        var tags = new PgTags(HostName, Port);
        if (Scope == PgUsageScope.Server)
        {
            if (AgentRatio is { } ratio)
            {
                yield return tags.Gauge("postgresql.percent_usage_connections", ratio, Timestamp, "fraction");
            }

            if (Max is { } max)
            {
                yield return tags.Gauge("postgresql.max_connections", max, Timestamp, "connection");
            }
        }
        else
        {
            tags.Add(Scope == PgUsageScope.Database ? "database" : "role", Name);
        }

        tags.Add("scope", Scope switch { PgUsageScope.Server => "server", PgUsageScope.Database => "database", _ => "role" });
        yield return tags.Gauge("postgresql.connection_usage.used", Used, Timestamp, "connection");
        if (Available is { } available)
        {
            yield return tags.Gauge("postgresql.connection_usage.available", available, Timestamp, "connection");
        }

        if (UsedRatio is { } used)
        {
            yield return tags.Gauge("postgresql.connection_usage.ratio", used, Timestamp, "fraction");
        }
    }
}
