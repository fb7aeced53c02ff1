namespace DatadogOps.Postgres.Activity;

/// <summary>What a connection limit applies to.</summary>
public static class PgUsageScope
{
    /// <summary>The server: max_connections.</summary>
    public const string Server = "Server";

    /// <summary>A database: pg_database.datconnlimit.</summary>
    public const string Database = "Database";

    /// <summary>A role: pg_roles.rolconnlimit.</summary>
    public const string Role = "Role";

    /// <summary>All of them, in the order in which they are read.</summary>
    internal static IReadOnlyList<string> All { get; } = [Server, Database, Role];
}
