using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Activity;

/// <summary>Number of sessions of one group on a server. Properties that the sessions are not grouped by are null.</summary>
public sealed record PgConnectionState : ITelemetrySource
{
    /// <summary>When they were counted, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Server, as the caller named it.</summary>
    public required string HostName { get; init; }

    /// <summary>Port.</summary>
    public required int Port { get; init; }

    /// <summary>The values that the sessions are grouped by, separated by commas, in the order of the properties below; <c>-</c> stands for an empty one.</summary>
    public string Group { get; init; } = "";

    /// <summary>Database of the sessions.</summary>
    public string? Database { get; init; }

    /// <summary>Application name.</summary>
    public string? ApplicationName { get; init; }

    /// <summary>Role of the sessions.</summary>
    public string? User { get; init; }

    /// <summary>Address of the client; null for a Unix socket too.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>State as in pg_stat_activity; null also if the server hides it because pg_monitor is missing.</summary>
    public string? State { get; init; }

    /// <summary>Type of event that the sessions wait for.</summary>
    public string? WaitEventType { get; init; }

    /// <summary>Event that the sessions wait for.</summary>
    public string? WaitEvent { get; init; }

    /// <summary>Number of sessions.</summary>
    public required long Connections { get; init; }

    /// <summary>Longest time that one of them has been in its state, in seconds.</summary>
    public double? MaxStateSeconds { get; init; }

    /// <summary><c>postgresql.connection_state</c>, a gauge, tagged by what the sessions are grouped by.</summary>
    public IEnumerable<DatadogMetric> GetMetrics()
    {
        var tags = new PgTags(HostName, Port);
        tags.Add("database", Database);
        tags.Add(PgMetricNames.ApplicationName, ApplicationName);
        tags.Add("user", User);
        tags.Add("client_address", ClientAddress);
        tags.Add(PgMetricNames.SessionState, State);
        tags.Add("wait_event_type", WaitEventType);
        tags.Add("wait_event", WaitEvent);
        yield return tags.Gauge(PgMetricNames.State, Connections, Timestamp, "connection");
    }
}
