using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>Delivers what a spool holds for one site, the oldest first, until it is empty or Datadog cannot be reached.</summary>
public sealed class SpoolDelivery
{
    private readonly DeliverySpool _spool;
    private readonly DatadogApiClient _client;

    private SpoolDelivery(DeliverySpool spool, DatadogApiClient client)
    {
        _spool = spool;
        _client = client;
    }

    /// <summary>Items that Datadog acknowledged.</summary>
    internal long Accepted { get; private set; }

    /// <summary>Their bytes, as sent.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Items that were set aside: expired, rejected, or damaged.</summary>
    internal long SetAside { get; private set; }

    /// <summary>Whether another process is delivering the spool.</summary>
    internal bool IsLocked { get; private set; }

    /// <summary>What ended it early; null if everything was delivered, or time was up.</summary>
    internal OperationException? Failure { get; private set; }

    /// <summary>What was set aside and why, one for each file.</summary>
    internal List<OperationException> Problems { get; } = [];

    /// <summary>Delivers the spool of the client's site on demand, as <c>Send-DatadogSpool</c> does.</summary>
    /// <param name="spool">The spool.</param>
    /// <param name="client">A client with the API key of its site.</param>
    /// <param name="report">Gets what was set aside, and what ended the delivery early.</param>
    /// <param name="cancellationToken">Ends it; what is not acknowledged stays.</param>
    /// <returns>What was accepted, what still waits (Spooled), and what was set aside (Dropped).</returns>
    /// <exception cref="OperationException">The spool cannot be read.</exception>
    public static async Task<DatadogSendResult> RunAsync(
        DeliverySpool spool, DatadogApiClient client, Action<OperationOutput<string>> report, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        SpoolDelivery delivery = await DrainAsync(spool, client, static () => true, cancellationToken).ConfigureAwait(false);
        foreach (OperationException problem in delivery.Problems)
        {
            report(OperationOutput<string>.OfError(problem));
        }

        if (delivery.IsLocked)
        {
            report(OperationOutput<string>.OfWarning($"Another process is delivering the spool for {client.Site} in {spool.Path}."));
        }

        if (delivery.Failure is not null)
        {
            report(OperationOutput<string>.OfError(delivery.Failure));
        }

        string site = client.Site.ToString();
        return new DatadogSendResult
        {
            Transport = DatadogTransport.Api,
            Endpoint = client.Site.ApiUri.AbsoluteUri.TrimEnd('/'),
            Accepted = delivery.Accepted,
            Spooled = spool.List().Where(entry => entry.State == SpoolState.Waiting && entry.Site == site).Sum(entry => (long)entry.Items),
            Dropped = delivery.SetAside,
            Bytes = delivery.Bytes,
            Requests = client.Requests,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
        };
    }

    /// <summary>Delivers the spool of the client's site.</summary>
    /// <param name="spool">The spool.</param>
    /// <param name="client">A client with the API key of its site.</param>
    /// <param name="mayContinue">Asked before each file.</param>
    /// <param name="cancellationToken">Ends it; files that are not acknowledged stay.</param>
    internal static async Task<SpoolDelivery> DrainAsync(
        DeliverySpool spool, DatadogApiClient client, Func<bool> mayContinue, CancellationToken cancellationToken)
    {
        var delivery = new SpoolDelivery(spool, client);
        if (!spool.HasWaiting(client.Site))
        {
            return delivery;
        }

        using IDisposable? spoolLock = spool.TryLock(client.Site);
        if (spoolLock is null)
        {
            delivery.IsLocked = true;
            return delivery;
        }

        foreach (string path in spool.WaitingFor(client.Site))
        {
            if (!mayContinue() || !await delivery.DeliverAsync(path, cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        return delivery;
    }

    // False if the next file would fail too.
    private async Task<bool> DeliverAsync(string path, CancellationToken cancellationToken)
    {
        DatadogPayload? payload;
        try
        {
            payload = DeliverySpool.Read(path, _client.Site) is { } waiting ? TakeFresh(path, waiting) : null;
            if (payload is null)
            {
                return true;
            }
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            MoveAside(path, DeliverySpool.Rejected, 0, TelemetryErrorIds.SpoolFileRejected, $"The spool file {path} was set aside: {error.Message.TrimEnd('.')}.");
            return true;
        }

        PayloadDelivery delivery = await PayloadDelivery.RunAsync(_client, payload, cancellationToken).ConfigureAwait(false);
        if (delivery.Failed.Find(failed => !failed.Failure.IsRejection || failed.Failure.Error.Kind == OperationErrorKind.AuthenticationFailed) is { Failure: { } failure })
        {
            // The file stays, and the parts that were accepted are sent again: delivered twice is better than never.
            Failure = failure.Error;
            return false;
        }

        Accepted += delivery.Accepted;
        Bytes += delivery.Bytes;
        if (delivery.Failed.Count == 0)
        {
            File.Delete(path);
            return true;
        }

        int items = delivery.Failed.Sum(failed => failed.Part.Items);
        MoveAside(
            path,
            DeliverySpool.Rejected,
            items,
            TelemetryErrorIds.SpoolFileRejected,
            $"{payload.Format.Count(items)} of the spool ({PayloadParts.Names(delivery.Failed[0].Part)}) {(items == 1 ? "was" : "were")} rejected, and {path} was set aside. {delivery.Failed[0].Failure.Error.Message}");
        return true;
    }

    private DatadogPayload? TakeFresh(string path, DatadogPayload payload)
    {
        DateTimeOffset since = _spool.Time.GetUtcNow() - payload.Format.MaxAge;
        if (payload.Oldest >= since)
        {
            return payload;
        }

        DatadogPayload? fresh = payload.Newest < since ? null : PayloadParts.Since(payload, since);
        int expired = payload.Items - (fresh?.Items ?? 0);
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{payload.Format.Count(expired)} of the spool expired: Datadog accepts {(expired == 1 ? "one" : "them")} for {MetricRules.Describe(payload.Format.MaxAge)}");
        if (fresh is null)
        {
            MoveAside(path, DeliverySpool.Expired, expired, TelemetryErrorIds.SpoolFileExpired, $"{message}. {path} was set aside.");
        }
        else
        {
            SetAside += expired;
            Problems.Add(Problem(TelemetryErrorIds.SpoolFileExpired, path, message + "."));
        }

        return fresh;
    }

    private void MoveAside(string path, string ending, int items, string id, string message)
    {
        DeliverySpool.SetAside(path, ending);
        SetAside += items;
        Problems.Add(Problem(id, path, message));
    }

    private static OperationException Problem(string id, string path, string message) => new(
        id, OperationErrorKind.InvalidInput, path, message, "Inspect it with Get-DatadogSpool, and remove it with Clear-DatadogSpool.");
}
