using System.Globalization;
using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Posts payloads in the background, in their order and a few at a time. What cannot be delivered goes to the spool; what Datadog
/// rejects is reported. Once Datadog accepts something again, the spool is delivered too.
/// </summary>
internal sealed class DeliveryQueue : IDisposable
{
    // Requests in flight: each waits for Datadog's answer, far away. Items carry their time, so the order does not matter.
    private const int MaxParallel = 4;

    // While that many are in flight, one more may wait and another be filled; beyond that, the pipeline waits.
    private const int MaxWaiting = 1;

    // After a failure, payloads go directly to the spool for this long: a command must not wait for each payload in turn while
    // Datadog is unreachable.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    // A command that sends a few points does not deliver a whole day's spool before it ends.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    // What is left at the end is written to the spool within this time.
    private static readonly TimeSpan LastWrite = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(MaxWaiting);
    private readonly TelemetrySender _sender;
    private readonly DatadogApiClient _client;
    private readonly DeliverySpool? _spool;
    private readonly DatadogApiOptions _options;
    private readonly Task _work;
    private ApiFailure? _failure;
    private long _failedAt;
    private long _countedRequests;
    private long _spooledSilently;
    private bool _wasAccepted; // whether Datadog accepted anything yet

    /// <summary>Starts delivery for a sender, which keeps the counters. Disposes of the client in the end.</summary>
    public DeliveryQueue(TelemetrySender sender, DatadogApiClient client, DeliverySpool? spool, DatadogApiOptions options)
    {
        _sender = sender;
        _client = client;
        _spool = spool;
        _options = options;
        _work = Task.Run(DeliverAsync);
    }

    public bool HasRoom => _room.CurrentCount > 0;

    private bool IsPaused => _spool is not null && _failure is not null && _options.Time.GetElapsedTime(_failedAt) < Pause;

    /// <summary>Adds a payload; waits while too many are in flight.</summary>
    public async ValueTask AddAsync(DatadogPayload payload, CancellationToken cancellationToken)
    {
        try
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Abandon(payload);
            throw;
        }

        _entries.Writer.TryWrite(new Entry(payload, null));
    }

    /// <summary>Adds payloads without waiting, and then delivers the spool.</summary>
    public void AddNow(IEnumerable<DatadogPayload> payloads)
    {
        foreach (DatadogPayload payload in payloads)
        {
            _room.Wait(0);
            _entries.Writer.TryWrite(new Entry(payload, null));
        }

        _entries.Writer.TryWrite(default);
    }

    /// <summary>Waits until everything that was added is delivered, spooled or dropped.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Entries keep their order, so when this one is done, all before it are.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _entries.Writer.TryWrite(new Entry(null, done));
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a payload up: to the spool, if there is one.</summary>
    public void Abandon(DatadogPayload payload)
    {
        using (payload)
        {
            SpoolOrDrop(payload, null);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _entries.Writer.TryComplete();
        _work.Wait(LastWrite);
        _client.Dispose();
    }

    private async Task DeliverAsync()
    {
        var running = new List<Task>();
        await foreach (Entry entry in _entries.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (entry.Payload is { } payload)
            {
                while (running.Count >= MaxParallel)
                {
                    running.Remove(await Task.WhenAny(running).ConfigureAwait(false));
                }

                if (_room.CurrentCount < MaxWaiting)
                {
                    _room.Release();
                }

                running.Add(PostAsync(payload));
            }
            else
            {
                await Task.WhenAll(running).ConfigureAwait(false);
                running.Clear();
                ReportSpooled();
                await DrainAsync().ConfigureAwait(false);
                entry.Done?.TrySetResult();
            }
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private async Task PostAsync(DatadogPayload payload)
    {
        using (payload)
        {
            try
            {
                if (_stop.IsCancellationRequested || IsPaused)
                {
                    SpoolOrDrop(payload, null);
                }
                else
                {
                    await SendAsync(payload).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                SpoolOrDrop(payload, null); // disposed while it was in flight
            }
            catch (Exception defect)
            {
                Drop(payload, new OperationException(TelemetryErrorIds.DatadogRefused, OperationErrorKind.NotSpecified, "", defect.Message, "Try again.", defect));
            }

            // Of parallel requests, each is counted once.
            long requests = _client.Requests;
            _sender.CountRequests((int)(requests - Interlocked.Exchange(ref _countedRequests, requests)));
        }
    }

    private async Task SendAsync(DatadogPayload payload)
    {
        PayloadDelivery delivery = await PayloadDelivery.RunAsync(_client, payload, _stop.Token).ConfigureAwait(false);
        _sender.CountAccepted(delivery.Accepted, delivery.Bytes);
        foreach ((DatadogPayload part, ApiFailure failure) in delivery.Failed)
        {
            if (failure.IsRejection)
            {
                Drop(part, failure.Error);
            }
            else
            {
                _failure = failure;
                _failedAt = _options.Time.GetTimestamp();
                SpoolOrDrop(part, failure);
            }
        }

        if (delivery.Accepted > 0)
        {
            _failure = null;
            _wasAccepted = true;
        }
    }

    private void Drop(DatadogPayload payload, OperationException error)
    {
        string names;
        try
        {
            names = $" ({PayloadParts.Names(payload)})";
        }
        catch (System.Text.Json.JsonException)
        {
            names = "";
        }

        _sender.AddError(new OperationException(
            error.ErrorId,
            error.Kind,
            _client.Site.ToString(),
            $"{payload.Format.Count(payload.Items)}{names} {(payload.Items == 1 ? "was" : "were")} not delivered. {error.Message}",
            error.Advice,
            error.InnerException));
        _sender.CountDropped(payload.Items);
    }

    private void SpoolOrDrop(DatadogPayload payload, ApiFailure? failure)
    {
        if (_spool is not null)
        {
            Spool(_spool, payload, failure);
        }
        else if (failure is not null)
        {
            Drop(payload, failure.Error);
        }
        else
        {
            _sender.CountDropped(payload.Items);
        }
    }

    private void Spool(DeliverySpool spool, DatadogPayload payload, ApiFailure? failure)
    {
        try
        {
            long dropped = spool.Write(_client.Site, payload);
            if (dropped > 0)
            {
                _sender.AddError(new OperationException(
                    TelemetryErrorIds.SpoolFull,
                    OperationErrorKind.ReadWriteFailed,
                    spool.Path,
                    string.Create(CultureInfo.InvariantCulture, $"The spool at {spool.Path} is full: its oldest {dropped} items were dropped."),
                    "Allow it more space (-MaxSpoolMegabytes), and find out why nothing is delivered."));
            }
        }
        catch (OperationException error)
        {
            string cause = failure is null ? "" : $" {failure.Error.Message} {failure.Error.Advice}";
            Drop(payload, new OperationException(error.ErrorId, error.Kind, error.Target, error.Message + cause, error.Advice, error.InnerException));
            return;
        }

        _sender.CountSpooled(payload.Items);
        if (failure is null)
        {
            Interlocked.Add(ref _spooledSilently, payload.Items);
            return;
        }

        string spooled = $"{payload.Format.Count(payload.Items)} could not be delivered to {_client.Site} and {(payload.Items == 1 ? "was" : "were")} spooled in {spool.Path}. The next delivery or Send-DatadogSpool will retry.";
        OperationException why = failure.Error;
        if (failure.RequiresIntervention)
        {
            // With a warning only, a scheduled job would look healthy although nothing can ever arrive. The category is not that of an
            // authentication failure (of a proxy), which would end the command: the items that follow are to be spooled too.
            _sender.AddError(new OperationException(
                why.ErrorId,
                why.Kind == OperationErrorKind.AuthenticationFailed ? OperationErrorKind.ConnectionFailed : why.Kind,
                why.Target,
                $"{why.Message} {spooled}",
                why.Advice,
                why.InnerException));
        }
        else
        {
            _sender.AddMessage(OperationOutput<string>.OfWarning($"{spooled} {why.Message} {why.Advice}"));
        }
    }

    private void ReportSpooled()
    {
        if (Interlocked.Exchange(ref _spooledSilently, 0) is > 0 and var items)
        {
            _sender.AddMessage(OperationOutput<string>.OfWarning(string.Create(CultureInfo.InvariantCulture, $"{items} more items for {_client.Site} were spooled in {_spool!.Path}.")));
        }
    }

    private async Task DrainAsync()
    {
        if (_spool is null || !_wasAccepted || _failure is not null || _stop.IsCancellationRequested)
        {
            return;
        }

        long started = _options.Time.GetTimestamp();
        try
        {
            SpoolDelivery delivery = await SpoolDelivery
                .DrainAsync(_spool, _client, () => _options.Time.GetElapsedTime(started) < DrainTime && _room.CurrentCount == MaxWaiting, _stop.Token)
                .ConfigureAwait(false);
            foreach (OperationException problem in delivery.Problems)
            {
                _sender.AddMessage(OperationOutput<string>.OfWarning($"{problem.Message} {problem.Advice}"));
            }

            if (delivery.Accepted > 0)
            {
                _sender.AddMessage(OperationOutput<string>.OfVerbose(string.Create(CultureInfo.InvariantCulture, $"{_client.Site}: {delivery.Accepted} spooled items were accepted too.")));
            }
        }
        catch (OperationCanceledException)
        {
            // What is not acknowledged stays in the spool.
        }
        catch (Exception error) when (error is OperationException or IOException or UnauthorizedAccessException)
        {
            _sender.AddMessage(OperationOutput<string>.OfWarning(error.Message));
        }
        finally
        {
            Interlocked.Exchange(ref _countedRequests, _client.Requests); // these are not the command's own
        }
    }

    // A payload; or, without one, the end of a batch, after which the spool is delivered.
    private readonly record struct Entry(DatadogPayload? Payload, TaskCompletionSource? Done);
}
