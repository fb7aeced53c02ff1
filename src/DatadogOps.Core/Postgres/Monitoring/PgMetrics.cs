using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>Who sends the metrics of PostgreSQL connections that a definition asks for.</summary>
public enum PgMetricSource
{
    /// <summary>This module: Get-PgConnectionState and Get-PgConnectionUsage, delivered by Send-DatadogMetric.</summary>
    Module,

    /// <summary>
    /// The Agent's postgres check, with a custom query that gives <c>postgresql.connection_state</c> (docs/postgres.md). Its ratio
    /// counts parallel workers and does not subtract reserved slots.
    /// </summary>
    Agent,
}

/// <summary>
/// Names of the metrics and tags of PostgreSQL connections, by their sender. The module's are those of PgConnectionState and
/// PgConnectionUsage; the Agent's are of DataDog/integrations-core, postgres/metadata.csv.
/// </summary>
internal sealed record PgMetrics
{
    public const string State = "postgresql.connection_state";

    /// <summary>Share of the connections that are taken, 0 to 1.</summary>
    public required string Ratio { get; init; }

    /// <summary>Number of connections, and the space aggregation that makes one of its series.</summary>
    public required string Connections { get; init; }

    /// <summary>Scope of the two that leaves only the server's own.</summary>
    public required string? ServerScope { get; init; }

    /// <summary>Tags that tell servers apart.</summary>
    public required string[] ServerTags { get; init; }

    /// <summary>How one of the tags is written in a message.</summary>
    public string ServerText => string.Join(':', ServerTags.Select(tag => $"{{{{{tag}.name}}}}"));

    public static PgMetrics Of(PgMetricSource source) => source switch
    {
        PgMetricSource.Agent => new PgMetrics
        {
            Ratio = "avg:postgresql.percent_usage_connections",
            Connections = "sum:postgresql.connections",
            ServerScope = null,
            ServerTags = ["host"],
        },
        _ => new PgMetrics
        {
            Ratio = "avg:postgresql.connection_usage.ratio",
            Connections = "avg:postgresql.connection_usage.used",
            // The module sends the same metric for databases and roles too.
            ServerScope = "scope:server",
            ServerTags = ["server", "port"],
        },
    };

    /// <summary>A query of one of them.</summary>
    /// <param name="metric">Aggregation and metric.</param>
    /// <param name="scope">Tags; nulls are left out.</param>
    /// <param name="by">What to group by.</param>
    public static string Query(string metric, IEnumerable<string?> scope, params string[] by) =>
        $"{metric}{{{TagFilter.Scope(scope.OfType<string>())}}}{(by.Length == 0 ? "" : $" by {{{string.Join(',', by)}}}")}";
}
