namespace DatadogOps.Postgres;

/// <summary>Names of the metrics and tags of PostgreSQL connections, as this module sends them and its monitors and dashboards query them.</summary>
internal static class PgMetricNames
{
    /// <summary>Number of sessions by state, application and more; sent by Get-PgConnectionState, and by the Agent with a custom query.</summary>
    public const string State = "postgresql.connection_state";

    /// <summary>Number of client sessions of a server, database or role.</summary>
    public const string Used = "postgresql.connection_usage.used";

    /// <summary>Number of sessions that can still be opened.</summary>
    public const string Available = "postgresql.connection_usage.available";

    /// <summary>Share of the connections in use, 0 to 1.</summary>
    public const string UsedRatio = "postgresql.connection_usage.ratio";

    /// <summary>The Agent's own ratio (DataDog/integrations-core, postgres/metadata.csv).</summary>
    public const string AgentRatio = "postgresql.percent_usage_connections";

    /// <summary>The Agent's name for max_connections.</summary>
    public const string Max = "postgresql.max_connections";

    /// <summary>The Agent's number of connections.</summary>
    public const string AgentConnections = "postgresql.connections";

    /// <summary>Tag: server, as the caller named it.</summary>
    public const string Server = "server";

    /// <summary>Tag: port.</summary>
    public const string Port = "port";

    /// <summary>Tag: what a limit applies to, <c>server</c>, <c>database</c> or <c>role</c>.</summary>
    public const string Scope = "scope";

    /// <summary>Tag: application name.</summary>
    public const string ApplicationName = "application_name";

    /// <summary>Tag: state of the sessions.</summary>
    public const string SessionState = "state";
}
