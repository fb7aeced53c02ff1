using System.Globalization;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry.DogStatsD.Transport;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>Datagrams that were not delivered and not reported yet. Written under the client's lock, read by any thread.</summary>
internal sealed class DatagramLosses
{
    private readonly object _gate = new();
    private (int Metrics, int EventsAndChecks, int Length) _last;
    private long _metrics;
    private long _eventsAndChecks;
    private SocketError _reason;

    /// <summary>Remembers the datagram sent last, whose error may arrive later.</summary>
    public void NoteSent(Datagram datagram) => _last = (datagram.Metrics, datagram.EventsAndChecks, datagram.Length);

    public void Add(Datagram datagram, SocketError reason) => Add(datagram.Metrics, datagram.EventsAndChecks, reason);

    /// <summary>Counts the datagram sent last as lost; its items and bytes, or null if it was counted already.</summary>
    public (int Items, int Length)? RevokeLast(SocketError reason)
    {
        (int metrics, int eventsAndChecks, int length) = _last;
        if (length == 0)
        {
            return null;
        }

        _last = default;
        Add(metrics, eventsAndChecks, reason);
        return (metrics + eventsAndChecks, length);
    }

    /// <summary>Everything lost since the last call, as one error; null if nothing was.</summary>
    public OperationException? TryDequeueError(DogStatsDEndpoint endpoint)
    {
        long metrics;
        long eventsAndChecks;
        SocketError reason;
        lock (_gate)
        {
            (metrics, eventsAndChecks, reason) = (_metrics, _eventsAndChecks, _reason);
            (_metrics, _eventsAndChecks) = (0, 0);
        }

        if (metrics + eventsAndChecks == 0)
        {
            return null;
        }

        string ofMetrics = Count(metrics, "metric", "metrics");
        string ofEventsAndChecks = Count(eventsAndChecks, "event or service check", "events and service checks");
        string what = metrics == 0 ? ofEventsAndChecks : eventsAndChecks == 0 ? ofMetrics : $"{ofMetrics} and {ofEventsAndChecks}";
        (string why, string advice) = Unreachable.Explain(endpoint, reason);
        return new OperationException(
            TelemetryErrorIds.DogStatsDNotDelivered,
            reason == SocketError.TimedOut ? OperationErrorKind.Timeout : OperationErrorKind.ConnectionFailed,
            endpoint.ToString(),
            $"{what} {(metrics + eventsAndChecks == 1 ? "was" : "were")} not delivered to {endpoint}: {why}.",
            advice);
    }

    private static string Count(long number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    private void Add(int metrics, int eventsAndChecks, SocketError reason)
    {
        lock (_gate)
        {
            _metrics += metrics;
            _eventsAndChecks += eventsAndChecks;
            _reason = reason;
        }
    }
}
