using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Posts payloads in the background, begun in their order, a few of them side by side. What cannot be delivered goes to the spool;
/// what Datadog refuses is told. When Datadog takes something again, what waits in the spool follows.
/// </summary>
internal sealed class DeliveryQueue : IDisposable
{
    // Requests under way at once: each waits for Datadog's answer, far away. An item has its time, so that order does not matter.
    private const int MaxParallel = 4;

    // While as many are on their way as may be, another may wait and one more be filled; beyond that, the pipeline waits.
    private const int MaxWaiting = 1;

    // After a failure on the way, what follows goes straight to the spool for so long: a command over a dead receiver
    // must not wait for each of its payloads in turn.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    // A command that only wanted to send some points does not deliver a whole day's spool before it ends.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    // What is left at the end is written to the spool within this time.
    private static readonly TimeSpan LastWrite = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<OperationException> _faults = new();
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(MaxWaiting);
    private readonly DatadogSite _site;
    private readonly DatadogApiClient _client;
    private readonly PayloadCourier _courier;
    private readonly DeliverySpool? _spool;
    private readonly DatadogApiOptions _options;
    private readonly Action<DeliveryOutcome> _settle;
    private readonly Task _work;
    private ApiFailure? _trouble;
    private long _troubleAt;
    private long _counted; // requests that were told
    private long _keptSince; // items put into the spool without a word
    private bool _isTaken; // whether Datadog took anything yet

    /// <summary>Starts; disposes of the client in the end.</summary>
    public DeliveryQueue(DatadogSite site, DatadogApiClient client, DeliverySpool? spool, DatadogApiOptions options, Action<DeliveryOutcome> settle)
    {
        _site = site;
        _client = client;
        _courier = new PayloadCourier(client);
        _spool = spool;
        _options = options;
        _settle = settle;
        _work = Task.Run(DeliverAsync);
    }

    public bool HasRoom => _room.CurrentCount > 0;

    public OperationException? TakeFault() => _faults.TryDequeue(out OperationException? fault) ? fault : null;

    /// <summary>Takes a payload; waits while as much is under way as may be.</summary>
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

        _deliveries.Writer.TryWrite(new Delivery(payload, null));
    }

    /// <summary>Takes payloads without waiting, and what is in the spool after them.</summary>
    public void AddNow(IEnumerable<DatadogPayload> payloads)
    {
        foreach (DatadogPayload payload in payloads)
        {
            _room.Wait(0);
            _deliveries.Writer.TryWrite(new Delivery(payload, null));
        }

        _deliveries.Writer.TryWrite(default);
    }

    /// <summary>Waits until all that was taken is settled.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // Deliveries keep their order, so when this one is through, all before it are.
        var through = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _deliveries.Writer.TryWrite(new Delivery(null, through));
        await through.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a payload up: to the spool, where there is one.</summary>
    public void Abandon(DatadogPayload payload)
    {
        using (payload)
        {
            _settle(_spool is null ? new DeliveryOutcome { Dropped = payload.Items } : Keep(payload, null));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _deliveries.Writer.TryComplete();
        _work.Wait(LastWrite);
        _client.Dispose();
    }

    private async Task DeliverAsync()
    {
        var running = new List<Task>();
        await foreach (Delivery delivery in _deliveries.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (delivery.Payload is { } payload)
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
                TellKept();
                await DrainAsync().ConfigureAwait(false);
                delivery.Through?.TrySetResult();
            }
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private async Task PostAsync(DatadogPayload payload)
    {
        using (payload)
        {
            DeliveryOutcome outcome;
            try
            {
                outcome = _stop.IsCancellationRequested || IsPaused ? Lose(payload, null) : await SendAsync(payload).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                outcome = Lose(payload, null); // disposed while it was on its way
            }
            catch (Exception defect)
            {
                _faults.Enqueue(NotDelivered(payload, TelemetryErrorIds.DatadogRefused, OperationErrorKind.NotSpecified, defect.Message, "Try again.", defect));
                outcome = new DeliveryOutcome { Dropped = payload.Items };
            }

            // Of requests that run side by side each is told once.
            long requests = _client.Requests;
            _settle(outcome with { Requests = (int)(requests - Interlocked.Exchange(ref _counted, requests)) });
        }
    }

    private bool IsPaused => _spool is not null && _trouble is not null && _options.Time.GetElapsedTime(_troubleAt) < Pause;

    private async Task<DeliveryOutcome> SendAsync(DatadogPayload payload)
    {
        CourierReport report = await _courier.DeliverAsync(payload, _stop.Token).ConfigureAwait(false);
        var outcome = new DeliveryOutcome { Accepted = report.Accepted, Bytes = report.Bytes };
        foreach ((DatadogPayload part, ApiFailure failure) in report.Failed)
        {
            DeliveryOutcome lost;
            if (failure.IsRefusal)
            {
                OperationException error = failure.Error;
                _faults.Enqueue(NotDelivered(part, error.ErrorId, error.Kind, error.Message, error.Advice, error.InnerException));
                lost = new DeliveryOutcome { Dropped = part.Items };
            }
            else
            {
                _trouble = failure;
                _troubleAt = _options.Time.GetTimestamp();
                lost = Lose(part, failure);
            }

            outcome = outcome with { Spooled = outcome.Spooled + lost.Spooled, Dropped = outcome.Dropped + lost.Dropped, Remark = lost.Remark ?? outcome.Remark };
        }

        if (report.Accepted > 0)
        {
            _trouble = null;
            _isTaken = true;
        }

        return outcome;
    }

    // To the spool, or told and dropped.
    private DeliveryOutcome Lose(DatadogPayload payload, ApiFailure? failure)
    {
        if (_spool is not null)
        {
            return Keep(payload, failure);
        }

        if (failure is not null)
        {
            OperationException error = failure.Error;
            _faults.Enqueue(NotDelivered(payload, error.ErrorId, error.Kind, error.Message, error.Advice, error.InnerException));
        }

        return new DeliveryOutcome { Dropped = payload.Items };
    }

    private DeliveryOutcome Keep(DatadogPayload payload, ApiFailure? failure)
    {
        string why = failure is null ? "" : $" {failure.Error.Message} {failure.Error.Advice}";
        try
        {
            long dropped = _spool!.Write(_site, payload);
            if (dropped > 0)
            {
                _faults.Enqueue(new OperationException(
                    TelemetryErrorIds.SpoolFull,
                    OperationErrorKind.ReadWriteFailed,
                    _spool.Path,
                    string.Create(CultureInfo.InvariantCulture, $"The spool at {_spool.Path} is full: the oldest {dropped} items in it were dropped."),
                    "Let it grow (-MaxSpoolMegabytes), and see why nothing is delivered."));
            }

            if (failure is null)
            {
                Interlocked.Add(ref _keptSince, payload.Items);
                return new DeliveryOutcome { Spooled = payload.Items };
            }

            string kept = $"{payload.Format.Count(payload.Items)} could not be delivered to {_site} now: kept in {_spool.Path} for the next delivery, or Send-DatadogSpool.";
            if (!failure.NeedsSomeone)
            {
                return new DeliveryOutcome { Spooled = payload.Items, Remark = OperationOutput<string>.OfWarning(kept + why) };
            }

            // A warning would let a scheduled job look well while nothing of it can ever arrive. It does not end the command, so no
            // authentication failure (of a proxy): what follows is to be kept too.
            OperationException wrong = failure.Error;
            _faults.Enqueue(new OperationException(
                wrong.ErrorId,
                wrong.Kind == OperationErrorKind.AuthenticationFailed ? OperationErrorKind.ConnectionFailed : wrong.Kind,
                wrong.Target,
                $"{wrong.Message} {kept}",
                wrong.Advice,
                wrong.InnerException));
            return new DeliveryOutcome { Spooled = payload.Items };
        }
        catch (OperationException error)
        {
            _faults.Enqueue(NotDelivered(payload, error.ErrorId, error.Kind, error.Message + why, error.Advice, error.InnerException));
            return new DeliveryOutcome { Dropped = payload.Items };
        }
    }

    private void TellKept()
    {
        if (Interlocked.Exchange(ref _keptSince, 0) is > 0 and var kept)
        {
            _settle(new DeliveryOutcome { Remark = OperationOutput<string>.OfWarning(string.Create(CultureInfo.InvariantCulture, $"{kept} more items for {_site} wait in {_spool!.Path}.")) });
        }
    }

    private async Task DrainAsync()
    {
        if (_spool is null || !_isTaken || _trouble is not null || _stop.IsCancellationRequested)
        {
            return;
        }

        long started = _options.Time.GetTimestamp();
        try
        {
            SpoolDrainReport report = await new SpoolDrain(_spool, _site, _courier)
                .RunAsync(() => _options.Time.GetElapsedTime(started) < DrainTime && _room.CurrentCount == MaxWaiting, _stop.Token)
                .ConfigureAwait(false);
            foreach (OperationException problem in report.Problems)
            {
                _settle(new DeliveryOutcome { Remark = OperationOutput<string>.OfWarning($"{problem.Message} {problem.Advice}") });
            }

            if (report.Accepted > 0)
            {
                _settle(new DeliveryOutcome { Remark = OperationOutput<string>.OfVerbose(string.Create(CultureInfo.InvariantCulture, $"{_site}: {report.Accepted} items of the spool were accepted too.")) });
            }
        }
        catch (OperationCanceledException)
        {
            // What is not acknowledged stays.
        }
        catch (Exception error) when (error is OperationException or IOException or UnauthorizedAccessException)
        {
            _settle(new DeliveryOutcome { Remark = OperationOutput<string>.OfWarning(error.Message) });
        }
        finally
        {
            Interlocked.Exchange(ref _counted, _client.Requests); // these are not the command's own
        }
    }

    private OperationException NotDelivered(DatadogPayload payload, string id, OperationErrorKind kind, string message, string advice, Exception? inner)
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

        return new OperationException(
            id,
            kind,
            _site.ToString(),
            $"{payload.Format.Count(payload.Items)}{names} {(payload.Items == 1 ? "was" : "were")} not delivered. {message}",
            advice,
            inner);
    }

    private readonly record struct Delivery(DatadogPayload? Payload, TaskCompletionSource? Through);
}
