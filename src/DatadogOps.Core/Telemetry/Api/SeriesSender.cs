using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;

namespace DatadogOps.Telemetry;

/// <summary>
/// Delivers metrics by <c>POST /api/v2/series</c>: points are compressed as they come, and full payloads, or ones that have
/// waited long enough, are posted in the background, one after the other.
/// </summary>
public sealed class SeriesSender : TelemetrySender
{
    // While one payload is on its way another may wait and a third be filled; beyond that, the pipeline waits.
    private const int MaxWaiting = 1;

    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<OperationException> _faults = new();
    private readonly DatadogSite _site;
    private readonly DatadogApiOptions _options;
    private readonly SeriesBatch _batch;
    private readonly Action<string>? _show;
    private readonly DatadogApiClient? _client;
    private readonly Channel<Delivery>? _deliveries;
    private readonly SemaphoreSlim _room = new(MaxWaiting);
    private readonly ITimer? _timer;
    private long _batchStarted;
    private bool _disposed;

    private SeriesSender(DatadogSite site, DatadogApiOptions options, DatadogApiClient? client, Action<string>? show)
    {
        _site = site;
        _options = options;
        _client = client;
        _show = show;
        _batch = new SeriesBatch(options.ConstantTags, options.DefaultHost);
        if (client is not null)
        {
            _deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
            _ = Task.Run(DeliverAsync);
            TimeSpan tick = options.FlushInterval / 4;
            _timer = options.Time.CreateTimer(static sender => ((SeriesSender)sender!).OnTimer(), this, tick, tick);
        }
    }

    /// <inheritdoc/>
    public override string Endpoint => _site.ApiUri.AbsoluteUri.TrimEnd('/');

    /// <summary>Prepares delivery; nothing is opened before the first payload.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="key">The key of that site.</param>
    /// <param name="options">How.</param>
    public static SeriesSender Create(DatadogSite site, DatadogKey key, DatadogApiOptions options) =>
        new(site, options, new DatadogApiClient(site, key, options), null);

    /// <summary>Shows each request that would be made, with the key redacted, on the thread that adds the metrics; opens and sends nothing.</summary>
    /// <param name="site">Where it would be sent.</param>
    /// <param name="options">How.</param>
    /// <param name="show">Gets the text of each request.</param>
    public static SeriesSender Preview(DatadogSite site, DatadogApiOptions options, Action<string> show) =>
        new(site, options, null, show);

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
    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        SeriesPayload? rest;
        lock (_gate)
        {
            rest = _batch.Take();
        }

        if (rest is not null)
        {
            await PassOnAsync(rest, cancellationToken).ConfigureAwait(false);
        }

        if (_deliveries is not null)
        {
            // Deliveries keep their order, so when this one is through, all before it are.
            var through = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _deliveries.Writer.TryWrite(new Delivery(null, through));
            await through.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override OperationException? TakeFault() => _faults.TryDequeue(out OperationException? fault) ? fault : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stop.Cancel();
        _timer?.Dispose();
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _batch.Dispose();
                _deliveries?.Writer.TryComplete();
                _client?.Dispose();
            }
        }
    }

    private SeriesPayload? TryAdd(DatadogMetric metric)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_batch.Points == 0)
            {
                _batchStarted = _options.Time.GetTimestamp();
            }

            return _batch.TryAdd(metric, _options.Time.GetUtcNow()) ? null : _batch.Take();
        }
    }

    private async ValueTask PassOnAsync(SeriesPayload payload, CancellationToken cancellationToken)
    {
        if (_show is not null)
        {
            using (payload)
            {
                _show(DatadogApiClient.Describe(_site, payload));
                return;
            }
        }

        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        _deliveries!.Writer.TryWrite(new Delivery(payload, null));
    }

    private void OnTimer()
    {
        if (!Monitor.TryEnter(_gate))
        {
            return;
        }

        try
        {
            // Where deliveries lag behind there is no hurry: the batch goes on growing until there is room.
            if (!_disposed
                && _batch.Points > 0
                && _options.Time.GetElapsedTime(_batchStarted) >= _options.FlushInterval
                && _room.Wait(0))
            {
                _deliveries!.Writer.TryWrite(new Delivery(_batch.Take(), null));
            }
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private async Task DeliverAsync()
    {
        try
        {
            await foreach (Delivery delivery in _deliveries!.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                if (delivery.Payload is { } payload)
                {
                    _room.Release();
                    using (payload)
                    {
                        await PostAsync(payload).ConfigureAwait(false);
                    }
                }

                delivery.Through?.TrySetResult();
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Disposed, in whatever phase that was noticed; who waits has a token of its own.
        }
    }

    private async Task PostAsync(SeriesPayload payload)
    {
        long before = _client!.Requests;
        try
        {
            await _client.SendSeriesAsync(payload, _stop.Token).ConfigureAwait(false);
            CountAccepted(payload.Points, payload.Body.Length);
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            var failure = error as OperationException;
            CountDropped(payload.Points);
            _faults.Enqueue(new OperationException(
                failure?.ErrorId ?? TelemetryErrorIds.DatadogRefused,
                failure?.Kind ?? OperationErrorKind.NotSpecified,
                _site.ToString(),
                string.Create(CultureInfo.InvariantCulture, $"{payload.Points} {(payload.Points == 1 ? "point was" : "points were")} not delivered. {error.Message}"),
                failure?.Advice ?? "Try again.",
                failure?.InnerException ?? error));
        }
        finally
        {
            CountRequests((int)(_client.Requests - before));
        }
    }

    private readonly record struct Delivery(SeriesPayload? Payload, TaskCompletionSource? Through);
}
