using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <content>What is taken, and what is refused.</content>
public sealed partial class DogStatsDClient
{
    /// <summary>Takes a metric; blocks while the receiver is full.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public OperationException? Add(DatadogMetric metric, CancellationToken cancellationToken)
    {
        _gate.Enter(cancellationToken);
        try
        {
            if (_isPlain && !_disposed && _writer.TryWriteKnown(metric, _datagram.Room, out int written))
            {
                _telemetry.Metrics++;
                _datagram.Commit(written, 1);
                return null;
            }

            _token = cancellationToken;
            return AddUnknown(metric);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Takes an event; blocks while the receiver is full.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public OperationException? Add(DatadogEvent item, CancellationToken cancellationToken)
    {
        if ((EventRules.Check(item) ?? EventCategoryRules.CheckIsPlain(item)) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        byte[] line = _writer.Write(item);
        return AddLine(line, isEvent: true, cancellationToken)
            ? null
            : EventRules.Refuse(
                TelemetryErrorIds.EventTooLarge,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {EventRules.Quote(item)} was refused: it has {line.Length} bytes and a datagram to {_endpoint} takes {_datagram.Capacity}."),
                "Shorten its text, send it to the Agent's Unix socket, which takes more, or send it by the API (-Transport Api).");
    }

    /// <summary>Takes a service check; blocks while the receiver is full.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public OperationException? Add(DatadogServiceCheck item, CancellationToken cancellationToken)
    {
        if (ServiceCheckRules.Check(item) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        byte[] line = _writer.Write(item);
        return AddLine(line, isEvent: false, cancellationToken)
            ? null
            : ServiceCheckRules.Refuse(
                TelemetryErrorIds.ServiceCheckTooLarge,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The service check {ServiceCheckRules.Quote(item)} was refused: it has {line.Length} bytes and a datagram to {_endpoint} takes {_datagram.Capacity}."),
                "Shorten its message, send it to the Agent's Unix socket, which takes more, or send it by the API (-Transport Api).");
    }

    private OperationException? AddUnknown(DatadogMetric metric)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (MetricRules.Check(metric, DatadogTransport.DogStatsD, _options.Time) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        _telemetry.Metrics++;
        if (!_isPlain && _writer.IsLive(metric) && (IsLeftOut(metric) || _aggregator?.TryAdd(metric) == true))
        {
            EndWindow();
            return null;
        }

        if (TryAppend(metric, counted: 1))
        {
            return null;
        }

        CountDropped(1);
        return MetricRules.Refuse(
            TelemetryErrorIds.MetricTooLarge,
            metric,
            string.Create(CultureInfo.InvariantCulture, $"The metric {MetricRules.Quote(metric)} was refused: with its tags it is longer than the {_datagram.Capacity} bytes of a datagram to {_endpoint}."),
            "Use fewer or shorter tags, or send it by the API (-Transport Api).");
    }

    // Counts that are summed here need no leaving out.
    private bool IsLeftOut(DatadogMetric metric)
    {
        if (_options.SampleRate >= 1
            || !DogStatsDWriter.IsSampled(metric.Kind)
            || (_aggregator is not null && metric.Kind == MetricKind.Count)
            || _options.Random.NextDouble() < _options.SampleRate)
        {
            return false;
        }

        Interlocked.Increment(ref _sampledOut);
        return true;
    }

    // False when the metric is longer than a datagram. Metrics of the client about itself count for nothing.
    private bool TryAppend(DatadogMetric metric, int counted)
    {
        if (_writer.TryWrite(metric, _datagram.Room, out int written))
        {
            _datagram.Commit(written, counted);
            return true;
        }

        if (_datagram.Length == 0)
        {
            return false;
        }

        EndDatagram();
        return TryAppend(metric, counted);
    }

    // False when the line is longer than a datagram.
    private bool AddLine(ReadOnlySpan<byte> line, bool isEvent, CancellationToken cancellationToken)
    {
        if (line.Length > _datagram.Capacity)
        {
            CountDropped(1);
            return false;
        }

        Enter(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _telemetry.Events += isEvent ? 1 : 0;
            _telemetry.ServiceChecks += isEvent ? 0 : 1;
            return MakeRoom(line.Length).TryAppend(line, metrics: 0, eventsAndChecks: 1);
        }
        finally
        {
            _gate.Exit();
        }
    }
}
