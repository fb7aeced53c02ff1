using System.Globalization;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry.DogStatsD.Transport;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>What was not delivered and not told yet. Written within the client's gate, taken by anyone.</summary>
internal sealed class DeliveryLosses
{
    private readonly object _gate = new();
    private (int Metrics, int Reports, int Length) _last;
    private long _metrics;
    private long _reports;
    private SocketError _reason;

    /// <summary>Keeps in mind what was handed over last, which may come back.</summary>
    public void Remember(Datagram datagram) => _last = (datagram.Metrics, datagram.Reports, datagram.Length);

    public void Add(Datagram datagram, SocketError reason) => Add(datagram.Metrics, datagram.Reports, reason);

    /// <summary>Counts what was handed over last as lost; what it held and its bytes, or null when that is told already.</summary>
    public (int Items, int Length)? ReturnLast(SocketError reason)
    {
        (int metrics, int reports, int length) = _last;
        if (length == 0)
        {
            return null;
        }

        _last = default;
        Add(metrics, reports, reason);
        return (metrics + reports, length);
    }

    /// <summary>All that was lost since this was last asked, as one fault; null when nothing was.</summary>
    public OperationException? Take(DogStatsDEndpoint endpoint)
    {
        long metrics;
        long reports;
        SocketError reason;
        lock (_gate)
        {
            (metrics, reports, reason) = (_metrics, _reports, _reason);
            (_metrics, _reports) = (0, 0);
        }

        if (metrics + reports == 0)
        {
            return null;
        }

        string ofMetrics = Count(metrics, "metric", "metrics");
        string ofReports = Count(reports, "event or service check", "events and service checks");
        string what = metrics == 0 ? ofReports : reports == 0 ? ofMetrics : $"{ofMetrics} and {ofReports}";
        (string why, string advice) = Unreachable.Explain(endpoint, reason);
        return new OperationException(
            TelemetryErrorIds.DogStatsDNotDelivered,
            reason == SocketError.TimedOut ? OperationErrorKind.Timeout : OperationErrorKind.ConnectionFailed,
            endpoint.ToString(),
            $"{what} {(metrics + reports == 1 ? "was" : "were")} not delivered to {endpoint}: {why}.",
            advice);
    }

    private static string Count(long number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    private void Add(int metrics, int reports, SocketError reason)
    {
        lock (_gate)
        {
            _metrics += metrics;
            _reports += reports;
            _reason = reason;
        }
    }
}
