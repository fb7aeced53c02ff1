using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD.Aggregation;
using DatadogOps.Telemetry.DogStatsD.Transport;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Sends metrics, events and service checks to a Datadog Agent by DogStatsD: many to a datagram, each datagram as large as the
/// endpoint takes. A metric is formatted straight into the datagram; none costs memory of its own.
/// </summary>
/// <remarks>
/// Sends block while the operating system has no room, so on a Unix socket nothing is lost to haste. Over UDP a receiver that
/// does not keep up loses datagrams without any sender being told: that is UDP. What can be known is counted: a port that
/// nothing listens on answers (on the same machine at once), and those datagrams count as dropped. What an Agent that stops has
/// taken and not read yet is lost with it, by any way.
/// </remarks>
public sealed partial class DogStatsDClient : TelemetrySender
{
    private static readonly TimeSpan TelemetryInterval = TimeSpan.FromSeconds(10);

    private readonly CancelableSpinLock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DogStatsDEndpoint _endpoint;
    private readonly DogStatsDOptions _options;
    private readonly DogStatsDWriter _writer;
    private readonly DatagramTarget _target;
    private readonly DatagramBatch _batch;
    private readonly MetricAggregator? _aggregator;
    private readonly bool _isPlain;
    private readonly ClientTelemetry _telemetry;
    private readonly ITimer? _timer;
    private readonly DatagramLosses _losses = new();
    private Datagram _datagram;
    private CancellationToken _token;
    private long _windowStarted;
    private long _telemetrySent;
    private long _sampledOut;
    private bool _disposed;

    private DogStatsDClient(DogStatsDEndpoint endpoint, DogStatsDOptions options, DatagramTarget target, bool flushByTime)
    {
        _endpoint = endpoint;
        _options = options;
        _target = target;
        _writer = new DogStatsDWriter(options.ConstantTags, options.Time, options.Origin, options.SampleRate);
        _batch = new DatagramBatch(target.BatchSize, options.MaxPayload ?? endpoint.MaxPayload);
        _datagram = _batch.Current;
        _aggregator = options.Aggregate ? new MetricAggregator(_writer, _datagram.Capacity, MakeRoom) : null;
        _isPlain = _aggregator is null && options.SampleRate >= 1;
        _telemetry = new ClientTelemetry(target.TransportName);
        _windowStarted = _telemetrySent = options.Time.GetTimestamp();
        if (flushByTime)
        {
            _timer = options.Time.CreateTimer(static client => ((DogStatsDClient)client!).OnTimer(), this, options.FlushInterval, options.FlushInterval);
        }
    }

    /// <inheritdoc/>
    public override string Endpoint => _endpoint.ToString();

    /// <summary>Metrics that were left out because of <see cref="DogStatsDOptions.SampleRate"/>; neither accepted nor dropped.</summary>
    public long SampledOut => Interlocked.Read(ref _sampledOut);

    /// <summary>How often the receiver went away and came back.</summary>
    public int Reconnects => _target.Reconnects;

    /// <summary>Opens the way to the Agent.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="options">How to work.</param>
    /// <param name="cancellationToken">Ends the look-up of the host.</param>
    /// <exception cref="OperationException">No such host or socket, or no permission.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A sample rate or a size of datagrams that cannot be.</exception>
    public static async Task<DogStatsDClient> ConnectAsync(DogStatsDEndpoint endpoint, DogStatsDOptions options, CancellationToken cancellationToken)
    {
        Validate(options);
        DatagramTarget target = await DatagramTarget.ConnectAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        return new DogStatsDClient(endpoint, options, target, flushByTime: true);
    }

    /// <summary>Shows each datagram that would be sent, on the thread that adds the metrics; opens and sends nothing.</summary>
    /// <param name="endpoint">Where it would be sent.</param>
    /// <param name="options">How to work.</param>
    /// <param name="show">Gets the text of each datagram.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sample rate or a size of datagrams that cannot be.</exception>
    public static DogStatsDClient Preview(DogStatsDEndpoint endpoint, DogStatsDOptions options, Action<string> show)
    {
        Validate(options);
        return new DogStatsDClient(endpoint, options, new DatagramPreview(show), flushByTime: false);
    }

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken) =>
        new(Add(metric, cancellationToken));

    /// <summary>Takes an event. Waits only while the receiver is full.</summary>
    /// <returns>Why this event was refused, or null when it was taken. A refused one is counted as dropped.</returns>
    public override ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken) => new(Add(item, cancellationToken));

    /// <summary>Takes a service check. Waits only while the receiver is full.</summary>
    /// <returns>Why this check was refused, or null when it was taken. A refused one is counted as dropped.</returns>
    public override ValueTask<OperationException?> AddAsync(DatadogServiceCheck check, CancellationToken cancellationToken) => new(Add(check, cancellationToken));

    /// <summary>Refuses the entry: DogStatsD has no logs. It is counted as dropped.</summary>
    public override ValueTask<OperationException?> AddAsync(DatadogLog entry, CancellationToken cancellationToken)
    {
        CountDropped(1);
        return new(new OperationException(
            TelemetryErrorIds.LogNotSupported,
            OperationErrorKind.InvalidInput,
            Endpoint,
            "DogStatsD does not carry logs; the entry was refused.",
            "Send it by the API, as Send-DatadogLog does."));
    }

    /// <inheritdoc/>
    public override ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        try
        {
            FlushAll();
            if (_target.TakeLateError() is var error and not SocketError.Success)
            {
                RevokeLast(error);
            }
        }
        finally
        {
            _gate.Exit();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override OperationException? TryDequeueError() => _losses.TryDequeueError(_endpoint);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Cancel();
        _timer?.Dispose();
        _gate.Enter(CancellationToken.None);
        try
        {
            if (!_disposed)
            {
                _disposed = true;
                _batch.Remove(_batch.Filled.Length);
                _target.Dispose();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    private static void Validate(DogStatsDOptions options)
    {
        if (!(options.SampleRate is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.SampleRate, "A sample rate is above 0 and at most 1.");
        }

        if (options.MaxPayload is < DogStatsDEndpoint.MinPayload or > DogStatsDEndpoint.LargestPayload)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxPayload, "A datagram has 512 to 65467 bytes.");
        }
    }

    // The timer's thread may hold the gate for as long as a receiver does not read; a stop does not wait for that.
    private void Enter(CancellationToken cancellationToken)
    {
        _gate.Enter(cancellationToken);
        _token = cancellationToken;
    }

    private void OnTimer()
    {
        // A sender that holds the gate is sending already; the next tick comes soon.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (!_disposed)
            {
                _token = _stop.Token;
                EndWindow();
                SendTelemetry();
                Send();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed meanwhile.
        }
        finally
        {
            _gate.Exit();
        }
    }

    // From here on: within the gate, with the token of who is in it.

    private void FlushAll()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _aggregator?.Flush();
        _windowStarted = _options.Time.GetTimestamp();
        if (_options.ClientTelemetry)
        {
            // What is on its way counts too.
            Send();
            _telemetrySent = 0;
            SendTelemetry();
        }

        Send();
    }

    private void EndWindow()
    {
        if (_aggregator is not null && _options.Time.GetElapsedTime(_windowStarted) >= _options.AggregationWindow)
        {
            _windowStarted = _options.Time.GetTimestamp();
            _aggregator.Flush();
        }
    }

    private void SendTelemetry()
    {
        if (!_options.ClientTelemetry || (_telemetrySent != 0 && _options.Time.GetElapsedTime(_telemetrySent) < TelemetryInterval))
        {
            return;
        }

        _telemetrySent = _options.Time.GetTimestamp();
        _telemetry.AggregatedContexts = _aggregator?.Written ?? 0;
        foreach (DatadogMetric metric in _telemetry.TakeChanges())
        {
            TryAppend(metric, counted: 0);
        }
    }

    private Datagram MakeRoom(int length)
    {
        if (_datagram.Room.Length < length)
        {
            EndDatagram();
        }

        return _datagram;
    }

    // The datagram is as full as it gets.
    private void EndDatagram()
    {
        if (!_batch.TryAdvance())
        {
            Send();
        }

        _datagram = _batch.Current;
    }

    private void Send()
    {
        while (_batch.Filled is [var first, ..] waiting)
        {
            // What is counted is gone from the batch: a stop while the next one waits leaves just what was not sent.
            int sent = _target.SendMany(waiting);
            foreach (Datagram datagram in waiting[..sent])
            {
                Count(datagram, SocketError.Success);
            }

            if (sent == 0)
            {
                Send(first);
                sent = 1;
            }

            _batch.Remove(sent);
        }

        _datagram = _batch.Current;
    }

    private void Send(Datagram datagram)
    {
        SocketError error = _target.Send(datagram.Written, _token);
        if (_target.ErrorsComeLate && error is (SocketError.ConnectionRefused or SocketError.HostUnreachable))
        {
            // What came back is the datagram before; this one was not sent yet.
            RevokeLast(error);
            error = _target.Send(datagram.Written, _token);
        }

        Count(datagram, error);
    }

    private void Count(Datagram datagram, SocketError error)
    {
        CountRequests(1);
        int items = datagram.Items;
        if (error == SocketError.Success)
        {
            CountAccepted(items, datagram.Length);
            _telemetry.PacketsSent++;
            _telemetry.BytesSent += datagram.Length;
            _losses.NoteSent(datagram);
        }
        else
        {
            CountDropped(items);
            _telemetry.PacketsDropped++;
            _telemetry.BytesDropped += datagram.Length;
            _losses.Add(datagram, error);
        }
    }

    private void RevokeLast(SocketError error)
    {
        if (_losses.RevokeLast(error) is (var items, var length))
        {
            CountRevoked(items, length);
            _telemetry.PacketsSent--;
            _telemetry.PacketsDropped++;
            _telemetry.BytesSent -= length;
            _telemetry.BytesDropped += length;
        }
    }
}
