namespace DatadogOps.Postgres.Activity;

/// <summary>What sessions can be grouped by.</summary>
public static class PgDimension
{
    /// <summary>Database of the session.</summary>
    public const string Database = "Database";

    /// <summary>Application name of the session.</summary>
    public const string ApplicationName = "ApplicationName";

    /// <summary>Role of the session.</summary>
    public const string User = "User";

    /// <summary>Address of the client.</summary>
    public const string ClientAddress = "ClientAddress";

    /// <summary>State as in pg_stat_activity.</summary>
    public const string State = "State";

    /// <summary>Type of event that the session waits for.</summary>
    public const string WaitEventType = "WaitEventType";

    /// <summary>Event that the session waits for.</summary>
    public const string WaitEvent = "WaitEvent";
}
