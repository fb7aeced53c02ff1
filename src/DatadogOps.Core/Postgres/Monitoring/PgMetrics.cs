using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>What monitors and dashboards query, depending on who sends the metrics.</summary>
internal sealed record PgMetrics
{
    /// <summary>Metric of the share of the connections in use, 0 to 1.</summary>
    public required string Ratio { get; init; }

    /// <summary>Number of connections: space aggregation and metric.</summary>
    public required string Connections { get; init; }

    /// <summary>Tag that limits the two to servers, without databases and roles; null if not needed.</summary>
    public required string? ServerScope { get; init; }

    /// <summary>Tags that identify a server.</summary>
    public required string[] ServerTags { get; init; }

    /// <summary>Parameters of the cmdlets that select the server, for the text of a message.</summary>
    public required string ServerParameters { get; init; }

    /// <summary>The server, for the text of a message.</summary>
    public string ServerText => string.Join(':', ServerTags.Select(tag => $"{{{{{tag}.name}}}}"));

    /// <param name="source">A word of <see cref="PgMetricSource"/>, in any case.</param>
    public static PgMetrics Of(string source) => source.Equals(PgMetricSource.Agent, StringComparison.OrdinalIgnoreCase)
        ? new PgMetrics
        {
            Ratio = PgMetricNames.AgentRatio,
            Connections = "sum:" + PgMetricNames.AgentConnections,
            ServerScope = null,
            ServerTags = ["host"],
            ServerParameters = "{{host.name}}",
        }
        : new PgMetrics
        {
            Ratio = PgMetricNames.UsedRatio,
            Connections = "avg:" + PgMetricNames.Used,
            ServerScope = PgMetricNames.Scope + ":server",
            ServerTags = [PgMetricNames.Server, PgMetricNames.Port],
            ServerParameters = "{{server.name}} -Port {{port.name}}",
        };

    /// <summary>A query of the number of sessions.</summary>
    public static string States(IEnumerable<string> scope, params string[] by) => MonitorQuery.Metric("sum:" + PgMetricNames.State, scope, by);
}
