namespace DatadogOps.Postgres.Activity;

/// <summary>One client's session with a server, as pg_stat_activity shows it. Background processes are not among them.</summary>
public sealed record PgConnection
{
    /// <summary>When it was seen, UTC.</summary>
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

    /// <summary>What the application calls itself; empty when it does not.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Address of the client; null for a Unix socket.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>
    /// <c>active</c>, <c>idle</c>, <c>idle in transaction</c>, <c>idle in transaction (aborted)</c>, <c>fastpath function call</c>,
    /// <c>disabled</c>, from PostgreSQL 18 <c>starting</c>; null when the server hides it for want of pg_monitor.
    /// </summary>
    public string? State { get; init; }

    /// <summary>Class of what the session waits for, or null.</summary>
    public string? WaitEventType { get; init; }

    /// <summary>What the session waits for, or null.</summary>
    public string? WaitEvent { get; init; }

    /// <summary>Age of the session in seconds.</summary>
    public double? SessionSeconds { get; init; }

    /// <summary>Age of the open transaction in seconds, or null.</summary>
    public double? TransactionSeconds { get; init; }

    /// <summary>Age of the running query in seconds; null when none runs.</summary>
    public double? QuerySeconds { get; init; }

    /// <summary>Time in the present state in seconds.</summary>
    public double? StateSeconds { get; init; }

    /// <summary>Text of the running or last query, when asked for. May hold what the application put into it, secrets included.</summary>
    public string? Query { get; init; }
}
