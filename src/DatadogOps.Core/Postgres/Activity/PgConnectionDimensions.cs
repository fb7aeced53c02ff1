namespace DatadogOps.Postgres.Activity;

/// <summary>What connections can be counted by.</summary>
[Flags]
public enum PgConnectionDimensions
{
    /// <summary>One count for the whole server.</summary>
    None = 0,

    /// <summary>Database of the session.</summary>
    Database = 1,

    /// <summary>What the session's application calls itself.</summary>
    ApplicationName = 2,

    /// <summary>Role of the session.</summary>
    User = 4,

    /// <summary>Address of the client.</summary>
    ClientAddress = 8,

    /// <summary>State as in pg_stat_activity.</summary>
    State = 16,

    /// <summary>Class of what the session waits for.</summary>
    WaitEventType = 32,

    /// <summary>What the session waits for.</summary>
    WaitEvent = 64,
}
