using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Delivers by Datadog's HTTP API: one <see cref="PayloadLane{T}"/> for each kind of item. Payloads that are full or have waited long
/// enough are posted in the background.
/// </summary>
public sealed class ApiSender : TelemetrySender
{
    private readonly object _gate = new();
    private readonly DatadogSite _site;
    private readonly DatadogApiOptions _options;
    private readonly Action<string>? _preview;
    private readonly DeliveryQueue? _queue;
    private readonly ITimer? _timer;
    private readonly List<PayloadLane> _lanes = [];
    private readonly MetricLane _series;
    private MetricLane? _distributions;
    private EventLane? _events;
    private CategorizedEventLane? _categorizedEvents;
    private ServiceCheckLane? _checks;
    private LogLane? _logs;
    private long _started;
    private bool _disposed;

    private ApiSender(DatadogSite site, DatadogKey? key, DatadogApiOptions options, DeliverySpool? spool, Action<string>? preview)
    {
        _site = site;
        _options = options;
        _preview = preview;
        _series = OpenMetrics(PayloadFormat.Series);
        if (preview is null)
        {
            var client = new DatadogApiClient(site, key, options with
            {
                Trace = text =>
                {
                    options.Trace?.Invoke(text);
                    AddMessage(OperationOutput<string>.OfDebug(text));
                },
            });
            _queue = new DeliveryQueue(this, client, spool, options);
            TimeSpan tick = options.FlushInterval / 4;
            _timer = options.Time.CreateTimer(static sender => ((ApiSender)sender!).OnTimer(), this, tick, tick);
        }
    }

    /// <inheritdoc/>
    public override string Endpoint => _site.ApiUri.AbsoluteUri.TrimEnd('/');

    /// <summary>Creates a sender; no connection is opened before the first payload.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="key">The key of that site.</param>
    /// <param name="options">How.</param>
    /// <param name="spool">Keeps what cannot be delivered; null to drop it.</param>
    public static ApiSender Create(DatadogSite site, DatadogKey key, DatadogApiOptions options, DeliverySpool? spool = null) => new(site, key, options, spool, null);

    /// <summary>Shows each request that would be made, with the key redacted, on the thread that adds the items; sends nothing.</summary>
    /// <param name="site">Where it would be sent.</param>
    /// <param name="options">How.</param>
    /// <param name="show">Gets the text of each request.</param>
    public static ApiSender Preview(DatadogSite site, DatadogApiOptions options, Action<string> show) => new(site, null, options, null, show);

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken) =>
        AddAsync(metric.Kind == MetricKind.Distribution ? _distributions ??= OpenMetrics(PayloadFormat.Distributions) : _series, metric, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken) => item.Category is null
        ? AddAsync(_events ??= Open(new EventLane(_options.ConstantTags, _options.DefaultHost)), item, cancellationToken)
        : AddAsync(_categorizedEvents ??= Open(new CategorizedEventLane(_options.ConstantTags, _options.DefaultHost)), item, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogServiceCheck check, CancellationToken cancellationToken) =>
        AddAsync(_checks ??= Open(new ServiceCheckLane(_options.ConstantTags, _options.DefaultHost)), check, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogLog entry, CancellationToken cancellationToken) =>
        AddAsync(_logs ??= Open(new LogLane(_options.ConstantTags, _options.DefaultHost)), entry, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var rest = new Queue<DatadogPayload>(TakeAll());
        try
        {
            while (rest.TryDequeue(out DatadogPayload? payload))
            {
                await DeliverAsync(payload, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (DatadogPayload unsent in rest)
            {
                _queue!.Abandon(unsent); // canceled
            }
        }

        if (_queue is not null)
        {
            await _queue.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _timer?.Dispose();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;

            // What was added and not delivered goes to the spool, if there is one.
            if (_queue is not null)
            {
                foreach (DatadogPayload rest in TakeAll())
                {
                    _queue.Abandon(rest);
                }
            }

            _lanes.ForEach(lane => lane.Dispose());
        }

        _queue?.Dispose();
    }

    private ValueTask<OperationException?> AddAsync<T>(PayloadLane<T> lane, T item, CancellationToken cancellationToken)
        where T : class
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        if (lane.Check(item, now) is { } refusal)
        {
            CountDropped(1);
            return new(refusal);
        }

        DatadogPayload? full = TryAdd(lane, item, now, out refusal);
        return full is null ? new(refusal) : DeliverAndAddAsync(full, lane, item, now, cancellationToken);
    }

    private async ValueTask<OperationException?> DeliverAndAddAsync<T>(
        DatadogPayload? full, PayloadLane<T> lane, T item, DateTimeOffset now, CancellationToken cancellationToken)
        where T : class
    {
        OperationException? refusal = null;
        while (full is not null)
        {
            await DeliverAsync(full, cancellationToken).ConfigureAwait(false);
            full = TryAdd(lane, item, now, out refusal);
        }

        return refusal;
    }

    // The payload to deliver before the item can be added; null if it was added or refused.
    private DatadogPayload? TryAdd<T>(PayloadLane<T> lane, T item, DateTimeOffset now, out OperationException? refusal)
        where T : class
    {
        refusal = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _started = _started == 0 ? Math.Max(1, _options.Time.GetTimestamp()) : _started;
            switch (lane.TryAdd(item, now))
            {
                case PayloadFit.Full:
                    return lane.Take();
                case PayloadFit.TooLarge:
                    CountDropped(1);
                    refusal = lane.TooLarge(item);
                    break;
            }
        }

        return null;
    }

    private MetricLane OpenMetrics(PayloadFormat format) => Open(new MetricLane(format, _options.ConstantTags, _options.DefaultHost, _options.Time));

    private T Open<T>(T lane)
        where T : PayloadLane
    {
        lock (_gate)
        {
            _lanes.Add(lane);
            return lane;
        }
    }

    private List<DatadogPayload> TakeAll()
    {
        lock (_gate)
        {
            _started = 0;
            return [.. _lanes.Select(lane => lane.Take()).OfType<DatadogPayload>()];
        }
    }

    private async ValueTask DeliverAsync(DatadogPayload payload, CancellationToken cancellationToken)
    {
        if (_preview is null)
        {
            await _queue!.AddAsync(payload, cancellationToken).ConfigureAwait(false);
            return;
        }

        using (payload)
        {
            _preview(RequestText.Describe(_site, payload.ToRequest(), payload.ReadText()));
        }
    }

    private void OnTimer()
    {
        if (!Monitor.TryEnter(_gate))
        {
            return; // the next tick comes soon
        }

        try
        {
            // While the queue is full there is no hurry: the payloads keep growing until it has room.
            if (!_disposed && _started != 0 && _options.Time.GetElapsedTime(_started) >= _options.FlushInterval && _queue!.HasRoom)
            {
                _queue.AddNow(TakeAll());
            }
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
