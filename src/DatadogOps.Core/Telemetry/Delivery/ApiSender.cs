using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Delivers by Datadog's HTTP API: items are compressed as they come, each kind into a payload of its own; full payloads, and ones
/// that have waited long enough, are posted in the background.
/// </summary>
public sealed class ApiSender : TelemetrySender
{
    private readonly object _gate = new();
    private readonly DatadogSite _site;
    private readonly DatadogApiOptions _options;
    private readonly SeriesBatch _series;
    private readonly string[] _constantTags;
    private readonly Action<string>? _show;
    private readonly DeliveryQueue? _queue;
    private readonly ITimer? _timer;
    private SeriesBatch? _distributions;
    private ItemBatch? _events;
    private ItemBatch? _categorized;
    private ItemBatch? _checks;
    private ItemBatch? _logs;
    private long _started;
    private bool _disposed;

    private ApiSender(DatadogSite site, DatadogKey? key, DatadogApiOptions options, DeliverySpool? spool, Action<string>? show)
    {
        _site = site;
        _options = options;
        _show = show;
        _series = new SeriesBatch(PayloadFormat.Series, options.ConstantTags, options.DefaultHost);
        _constantTags = TelemetryJson.Prepare(options.ConstantTags);
        if (show is null)
        {
            Action<string>? trace = options.Trace;
            var client = new DatadogApiClient(site, key, options with
            {
                Trace = text =>
                {
                    trace?.Invoke(text);
                    Remark(OperationOutput<string>.OfDebug(text));
                },
            });
            _queue = new DeliveryQueue(site, client, spool, options, Settle);
            TimeSpan tick = options.FlushInterval / 4;
            _timer = options.Time.CreateTimer(static sender => ((ApiSender)sender!).OnTimer(), this, tick, tick);
        }
    }

    /// <inheritdoc/>
    public override string Endpoint => _site.ApiUri.AbsoluteUri.TrimEnd('/');

    /// <summary>Prepares delivery; nothing is opened before the first payload.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="key">The key of that site.</param>
    /// <param name="options">How.</param>
    /// <param name="spool">Keeps what cannot be delivered; null to drop it.</param>
    public static ApiSender Create(DatadogSite site, DatadogKey key, DatadogApiOptions options, DeliverySpool? spool = null) => new(site, key, options, spool, null);

    /// <summary>Shows each request that would be made, with the key redacted, on the thread that adds the items; opens and sends nothing.</summary>
    /// <param name="site">Where it would be sent.</param>
    /// <param name="options">How.</param>
    /// <param name="show">Gets the text of each request.</param>
    public static ApiSender Preview(DatadogSite site, DatadogApiOptions options, Action<string> show) => new(site, null, options, null, show);

    /// <inheritdoc/>
    public override async ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken)
    {
        if (MetricRules.Check(metric, DatadogTransport.Api, _options.Time) is { } refusal)
        {
            CountDropped(1);
            return refusal;
        }

        try
        {
            while (TryAdd(metric) is { } full)
            {
                await PassOnAsync(full, cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (OperationException tooLarge)
        {
            CountDropped(1);
            return tooLarge;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        long time = (item.Timestamp ?? now).ToUnixTimeSeconds();
        return item.Category == DatadogEventCategory.None ? AddAsync(
            ApiRules.Check(item, now),
            () => Prepare(ref _events, PayloadFormat.Event, batch => batch.Prepare(json => TelemetryJson.Write(json, item, time, _constantTags, _options.DefaultHost))),
            () => TryAdd(_events!, time),
            () => ApiRules.TooLarge(TelemetryErrorIds.EventTooLarge, "event", item.Title),
            cancellationToken) : AddAsync(
            ApiRules.Check(item, now) ?? EventCategoryRules.CheckTagCount(item, _constantTags.Length),
            () => Prepare(ref _categorized, PayloadFormat.CategorizedEvent, batch => batch.Prepare(json => CategorizedEventJson.Write(json, item, item.Timestamp ?? now, _constantTags, _options.DefaultHost))),
            () => TryAdd(_categorized!, time),
            () => ApiRules.TooLarge(TelemetryErrorIds.EventTooLarge, "event", item.Title),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogServiceCheck item, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        long time = (item.Timestamp ?? now).ToUnixTimeSeconds();
        return AddAsync(
            ApiRules.Check(item, now),
            () => Prepare(ref _checks, PayloadFormat.ServiceChecks, batch => batch.Prepare(json => TelemetryJson.Write(json, item, time, _constantTags, _options.DefaultHost))),
            () => TryAdd(_checks!, time),
            () => ApiRules.TooLarge(TelemetryErrorIds.ServiceCheckTooLarge, "service check", item.Name),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<OperationException?> AddAsync(DatadogLog item, CancellationToken cancellationToken)
    {
        DateTimeOffset now = _options.Time.GetUtcNow();
        DateTimeOffset time = item.Timestamp ?? now;
        int length = 0;
        return AddAsync(
            ApiRules.Check(item, now),
            () => length = Prepare(ref _logs, PayloadFormat.Logs, batch => batch.Prepare(json => TelemetryJson.Write(json, item, time, _constantTags, _options.DefaultHost))),
            () => length > ApiRules.MaxLogLength ? (PayloadFit.TooLarge, null) : TryAdd(_logs!, time.ToUnixTimeSeconds()),
            () => ApiRules.LogTooLarge(item, length),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var rest = new Queue<DatadogPayload>(TakeAll());
        try
        {
            while (rest.TryDequeue(out DatadogPayload? payload))
            {
                await PassOnAsync(payload, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (DatadogPayload unsent in rest)
            {
                _queue!.Abandon(unsent); // the wait was ended
            }
        }

        if (_queue is not null)
        {
            await _queue.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override OperationException? TakeFault() => _queue?.TakeFault();

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

            // What was taken and not delivered goes to the spool, where there is one.
            if (_queue is not null)
            {
                foreach (DatadogPayload rest in TakeAll())
                {
                    _queue.Abandon(rest);
                }
            }

            _series.Dispose();
            _distributions?.Dispose();
            _events?.Dispose();
            _categorized?.Dispose();
            _checks?.Dispose();
            _logs?.Dispose();
        }

        _queue?.Dispose();
    }

    private DatadogPayload? TryAdd(DatadogMetric metric)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            SeriesBatch batch = metric.Type == MetricType.Distribution
                ? _distributions ??= new SeriesBatch(PayloadFormat.Distributions, _options.ConstantTags, _options.DefaultHost)
                : _series;
            NoteStart();
            return batch.TryAdd(metric, _options.Time.GetUtcNow()) ? null : batch.Take();
        }
    }

    private async ValueTask<OperationException?> AddAsync(
        OperationException? refusal,
        Action prepare,
        Func<(PayloadFit Fit, DatadogPayload? Full)> tryAdd,
        Func<OperationException> tooLarge,
        CancellationToken cancellationToken)
    {
        if (refusal is not null)
        {
            CountDropped(1);
            return refusal;
        }

        while (true)
        {
            PayloadFit fit;
            DatadogPayload? full;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                NoteStart();
                prepare();
                (fit, full) = tryAdd();
            }

            switch (fit)
            {
                case PayloadFit.Added:
                    return null;
                case PayloadFit.TooLarge:
                    CountDropped(1);
                    return tooLarge();
                default:
                    await PassOnAsync(full!, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static int Prepare(ref ItemBatch? batch, PayloadFormat format, Func<ItemBatch, int> prepare) => prepare(batch ??= new ItemBatch(format));

    private static (PayloadFit Fit, DatadogPayload? Full) TryAdd(ItemBatch batch, long time)
    {
        PayloadFit fit = batch.TryAdd(time);
        return (fit, fit == PayloadFit.Full ? batch.Take() : null);
    }

    // Within the gate.
    private void NoteStart()
    {
        if (_started == 0)
        {
            _started = Math.Max(1, _options.Time.GetTimestamp());
        }
    }

    private List<DatadogPayload> TakeAll()
    {
        lock (_gate)
        {
            _started = 0;
            DatadogPayload?[] payloads = [_series.Take(), _distributions?.Take(), _checks?.Take(), _events?.Take(), _categorized?.Take(), _logs?.Take()];
            return [.. payloads.OfType<DatadogPayload>()];
        }
    }

    private async ValueTask PassOnAsync(DatadogPayload payload, CancellationToken cancellationToken)
    {
        if (_show is not null)
        {
            using (payload)
            {
                _show(RequestText.Describe(_site, payload));
                return;
            }
        }

        await _queue!.AddAsync(payload, cancellationToken).ConfigureAwait(false);
    }

    private void OnTimer()
    {
        if (!Monitor.TryEnter(_gate))
        {
            return; // the next tick comes soon
        }

        try
        {
            // Where deliveries lag behind there is no hurry: the payloads go on growing until there is room.
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

    private void Settle(DeliveryOutcome outcome)
    {
        CountAccepted(outcome.Accepted, outcome.Bytes);
        CountSpooled(outcome.Spooled);
        CountDropped(outcome.Dropped);
        CountRequests(outcome.Requests);
        if (outcome.Remark is not null)
        {
            Remark(outcome.Remark);
        }
    }
}
