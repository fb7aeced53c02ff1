namespace DatadogOps.Postgres.Activity;

/// <summary>One client's session with a server, as pg_stat_activity shows it. Background processes are not among them.</summary>
public sealed record PgConnection
{
    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Server, as the caller named it.</summary>
    public required string HostName { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>Database of the session.</summary>
    public string? Database { get; init; }

    /// <summary>Process id of the session's backend.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Role of the session.</summary>
    public string? User { get; init; }

    /// <summary>Application name; empty if the application set none.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Address of the client; null for a Unix socket.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>
    /// <c>active</c>, <c>idle</c>, <c>idle in transaction</c>, <c>idle in transaction (aborted)</c>, <c>fastpath function call</c>,
    /// <c>disabled</c>, from PostgreSQL 18 <c>starting</c>; null if the server hides it because pg_monitor is missing.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Type of event that the session waits for, or null.</summary>
    public string? WaitEventType { get; init; }

    /// <summary>Event that the session waits for, or null.</summary>
    public string? WaitEvent { get; init; }

    /// <summary>Age of the session in seconds.</summary>
    public double? SessionSeconds { get; init; }

    /// <summary>Age of the open transaction in seconds, or null.</summary>
    public double? TransactionSeconds { get; init; }

    /// <summary>Age of the running query in seconds; null if none runs.</summary>
    public double? QuerySeconds { get; init; }

    /// <summary>Time in the current state in seconds.</summary>
    public double? StateSeconds { get; init; }

    /// <summary>Text of the running or last query, if requested. May contain secrets that the application wrote into it.</summary>
    public string? Query { get; init; }
}
