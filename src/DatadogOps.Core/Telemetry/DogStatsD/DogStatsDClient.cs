using System.Buffers;
using System.Globalization;
using System.Net.Sockets;

namespace DatadogOps.Telemetry;

/// <summary>
/// Sends metrics to a Datadog Agent by DogStatsD: many to a datagram, each datagram as large as the endpoint takes.
/// A metric is formatted straight into the datagram; none costs memory of its own.
/// </summary>
/// <remarks>
/// Sends block while the operating system has no room, so on a Unix socket nothing is lost to haste. Over UDP a receiver that
/// does not keep up loses datagrams without any sender being told: that is UDP. What can be known is counted: a port that
/// nothing listens on answers (on the same machine at once), and those datagrams count as dropped.
/// </remarks>
public sealed class DogStatsDClient : TelemetrySender
{
    private readonly object _gate = new();
    private const int GateMilliseconds = 50;

    private readonly CancellationTokenSource _stop = new();
    private readonly DogStatsDEndpoint _endpoint;
    private readonly DogStatsDWriter _writer;
    private readonly DatagramTarget _target;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private byte[]? _datagram;
    private int _length;
    private int _metrics;
    private int _lastLength;
    private int _lastMetrics;
    private long _lost;
    private SocketError _lostReason;

    private DogStatsDClient(DogStatsDEndpoint endpoint, DogStatsDOptions options, DatagramTarget target, bool flushByTime)
    {
        _endpoint = endpoint;
        _writer = new DogStatsDWriter(options.ConstantTags, options.Time);
        _target = target;
        _time = options.Time;
        _datagram = ArrayPool<byte>.Shared.Rent(endpoint.MaxPayload);
        if (flushByTime)
        {
            _timer = options.Time.CreateTimer(static client => ((DogStatsDClient)client!).OnTimer(), this, options.FlushInterval, options.FlushInterval);
        }
    }

    /// <inheritdoc/>
    public override string Endpoint => _endpoint.ToString();

    /// <summary>Opens the way to the Agent.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="options">How to work.</param>
    /// <param name="cancellationToken">Ends the look-up of the host.</param>
    /// <exception cref="OperationException">No such host or socket, or no permission.</exception>
    public static async Task<DogStatsDClient> ConnectAsync(DogStatsDEndpoint endpoint, DogStatsDOptions options, CancellationToken cancellationToken)
    {
        DatagramTarget target = await DatagramSocket.ConnectAsync(endpoint, options.SendTimeout, cancellationToken).ConfigureAwait(false);
        return new DogStatsDClient(endpoint, options, target, flushByTime: true);
    }

    /// <summary>Shows each datagram that would be sent, on the thread that adds the metrics; opens and sends nothing.</summary>
    /// <param name="endpoint">Where it would be sent.</param>
    /// <param name="options">How to work.</param>
    /// <param name="show">Gets the text of each datagram.</param>
    public static DogStatsDClient Preview(DogStatsDEndpoint endpoint, DogStatsDOptions options, Action<string> show) =>
        new(endpoint, options, new DatagramPreview(show), flushByTime: false);

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken) =>
        new(Add(metric, cancellationToken));

    /// <summary>Takes an event. Waits only while the receiver is full.</summary>
    /// <returns>Why this event was refused, or null when it was taken. A refused one is counted as dropped.</returns>
    public ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken) => new(Add(item, cancellationToken));

    /// <summary>Takes a service check. Waits only while the receiver is full.</summary>
    /// <returns>Why this check was refused, or null when it was taken. A refused one is counted as dropped.</returns>
    public ValueTask<OperationException?> AddAsync(DatadogServiceCheck item, CancellationToken cancellationToken) => new(Add(item, cancellationToken));

    /// <summary>Takes a metric; blocks while the receiver is full.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public OperationException? Add(DatadogMetric metric, CancellationToken cancellationToken)
    {
        if (MetricRules.Check(metric, DatadogTransport.DogStatsD, _time) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        Enter(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_datagram is null, this);
            if (TryAppend(metric))
            {
                return null;
            }

            Send(cancellationToken);
            if (TryAppend(metric))
            {
                return null;
            }
        }
        finally
        {
            Monitor.Exit(_gate);
        }

        CountDropped(1);
        return MetricRules.Refuse(
            TelemetryErrorIds.MetricTooLarge,
            metric,
            string.Create(CultureInfo.InvariantCulture, $"The metric {MetricRules.Quote(metric)} was refused: with its tags it is longer than the {_endpoint.MaxPayload} bytes of a datagram to {_endpoint}."),
            "Use fewer or shorter tags, or send it by the API (-Transport Api).");
    }

    /// <summary>Takes an event; blocks while the receiver is full.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public OperationException? Add(DatadogEvent item, CancellationToken cancellationToken)
    {
        if (EventRules.Check(item) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        byte[] line = _writer.Write(item);
        return AddLine(line, cancellationToken)
            ? null
            : EventRules.Refuse(
                TelemetryErrorIds.EventTooLarge,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {EventRules.Quote(item)} was refused: it has {line.Length} bytes and a datagram to {_endpoint} takes {_endpoint.MaxPayload}."),
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
        return AddLine(line, cancellationToken)
            ? null
            : ServiceCheckRules.Refuse(
                TelemetryErrorIds.ServiceCheckTooLarge,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The service check {ServiceCheckRules.Quote(item)} was refused: it has {line.Length} bytes and a datagram to {_endpoint} takes {_endpoint.MaxPayload}."),
                "Shorten its message, send it to the Agent's Unix socket, which takes more, or send it by the API (-Transport Api).");
    }

    /// <inheritdoc/>
    public override ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        try
        {
            Send(cancellationToken);
            if (_target.TakeLateError() is var error and not SocketError.Success)
            {
                ReturnLast(error);
            }
        }
        finally
        {
            Monitor.Exit(_gate);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override OperationException? TakeFault()
    {
        long lost = Interlocked.Exchange(ref _lost, 0);
        SocketError reason = _lostReason;
        if (lost == 0)
        {
            return null;
        }

        (string why, string advice) = reason switch
        {
            SocketError.ConnectionRefused => ("nothing listens there", "Start the Datadog Agent, or give the address that it listens on (-DogStatsDEndpoint, DD_DOGSTATSD_URL)."),
            SocketError.TimedOut => ("the receiver does not read", "See what the Datadog Agent is doing; it has not taken a datagram in the time allowed (-TimeoutSec)."),
            _ => (new SocketException((int)reason).Message, "Check the address of the Datadog Agent."),
        };
        return new OperationException(
            TelemetryErrorIds.DogStatsDNotDelivered,
            reason == SocketError.TimedOut ? OperationErrorKind.Timeout : OperationErrorKind.ConnectionFailed,
            Endpoint,
            string.Create(CultureInfo.InvariantCulture, $"{lost} {(lost == 1 ? "metric was" : "metrics were")} not delivered to {Endpoint}: {why}."),
            advice);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Cancel();
        _timer?.Dispose();
        lock (_gate)
        {
            if (_datagram is { } datagram)
            {
                _datagram = null;
                _length = 0;
                _metrics = 0;
                ArrayPool<byte>.Shared.Return(datagram);
                _target.Dispose();
            }
        }
    }

    // False when the line is longer than a datagram.
    private bool AddLine(ReadOnlySpan<byte> line, CancellationToken cancellationToken)
    {
        if (line.Length > _endpoint.MaxPayload)
        {
            CountDropped(1);
            return false;
        }

        Enter(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_datagram is null, this);
            if (_length > 0 && _length + 1 + line.Length > _endpoint.MaxPayload)
            {
                Send(cancellationToken);
            }

            int start = _length == 0 ? 0 : _length + 1;
            if (start > 0)
            {
                _datagram[_length] = (byte)'\n';
            }

            line.CopyTo(_datagram.AsSpan(start));
            _length = start + line.Length;
            _metrics++;
            return true;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private bool TryAppend(DatadogMetric metric)
    {
        int start = _length == 0 ? 0 : _length + 1;
        if (start >= _endpoint.MaxPayload || !_writer.TryWrite(metric, _datagram.AsSpan(start, _endpoint.MaxPayload - start), out int written))
        {
            return false;
        }

        if (start > 0)
        {
            _datagram![_length] = (byte)'\n';
        }

        _length = start + written;
        _metrics++;
        return true;
    }

    private void OnTimer()
    {
        // A sender that holds the gate is sending already; the next tick comes soon.
        if (!Monitor.TryEnter(_gate))
        {
            return;
        }

        try
        {
            if (_datagram is not null)
            {
                Send(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed meanwhile.
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    // The timer's thread may hold the gate for as long as a receiver does not read; a stop does not wait for that.
    private void Enter(CancellationToken cancellationToken)
    {
        while (!Monitor.TryEnter(_gate, GateMilliseconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // Within the gate.
    private void Send(CancellationToken cancellationToken)
    {
        if (_length == 0)
        {
            return;
        }

        ReadOnlySpan<byte> datagram = _datagram.AsSpan(0, _length);
        SocketError error = _target.Send(datagram, cancellationToken);
        if (_target.ErrorsComeLate && error is (SocketError.ConnectionRefused or SocketError.HostUnreachable))
        {
            // What came back is the datagram before; this one was not sent yet.
            ReturnLast(error);
            error = _target.Send(datagram, cancellationToken);
        }

        CountRequests(1);
        if (error == SocketError.Success)
        {
            CountAccepted(_metrics, _length);
            (_lastMetrics, _lastLength) = (_metrics, _length);
        }
        else
        {
            CountDropped(_metrics);
            Lose(_metrics, error);
        }

        _length = 0;
        _metrics = 0;
    }

    private void ReturnLast(SocketError error)
    {
        if (_lastMetrics > 0)
        {
            CountReturned(_lastMetrics, _lastLength);
            Lose(_lastMetrics, error);
            _lastMetrics = 0;
        }
    }

    private void Lose(int metrics, SocketError reason)
    {
        _lostReason = reason;
        Interlocked.Add(ref _lost, metrics);
    }
}
