using System.Globalization;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>What came of delivering a spool.</summary>
internal sealed class SpoolDrainReport
{
    public long Accepted { get; set; }

    public long Bytes { get; set; }

    /// <summary>Items that were set aside: expired, refused, or torn.</summary>
    public long SetAside { get; set; }

    /// <summary>Whether another process is at it.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>What ended it before the end; null when all of it went, or time was up.</summary>
    public OperationException? Failure { get; set; }

    /// <summary>What was set aside and why, one for each file.</summary>
    public List<OperationException> Problems { get; } = [];
}

/// <summary>Delivers what waits in a spool for one site, the oldest first, until there is no more or Datadog cannot be reached.</summary>
internal sealed class SpoolDrain(DeliverySpool spool, DatadogSite site, PayloadCourier courier)
{
    /// <summary>Delivers what there is.</summary>
    /// <param name="mayGoOn">Asked before each file.</param>
    /// <param name="cancellationToken">Ends it; files that are not acknowledged stay.</param>
    public async Task<SpoolDrainReport> RunAsync(Func<bool> mayGoOn, CancellationToken cancellationToken)
    {
        var report = new SpoolDrainReport();
        if (!spool.HasWaiting(site))
        {
            return report;
        }

        using IDisposable? right = spool.TryLock(site);
        if (right is null)
        {
            report.IsElsewhere = true;
            return report;
        }

        foreach (string path in spool.WaitingFor(site))
        {
            if (!mayGoOn() || !await DeliverAsync(path, report, cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        return report;
    }

    // False where there is no use in going on.
    private async Task<bool> DeliverAsync(string path, SpoolDrainReport report, CancellationToken cancellationToken)
    {
        DatadogPayload? payload;
        try
        {
            payload = DeliverySpool.Read(path, site) is { } waiting ? TakeFresh(path, waiting, report) : null;
            if (payload is null)
            {
                return true;
            }
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            SetAside(path, DeliverySpool.Rejected, 0, report, TelemetryErrorIds.SpoolFileRejected, $"The file {path} in the spool was set aside: {error.Message.TrimEnd('.')}.");
            return true;
        }

        CourierReport delivery = await courier.DeliverAsync(payload, cancellationToken).ConfigureAwait(false);
        if (delivery.Failed.Find(failed => !failed.Failure.IsRefusal || failed.Failure.Error.Kind == OperationErrorKind.AuthenticationFailed) is { Failure: { } failure })
        {
            // It stays. What of it was taken is sent again then: twice is better than never.
            report.Failure = failure.Error;
            return false;
        }

        report.Accepted += delivery.Accepted;
        report.Bytes += delivery.Bytes;
        if (delivery.Failed.Count == 0)
        {
            File.Delete(path);
            return true;
        }

        int items = delivery.Failed.Sum(failed => failed.Part.Items);
        SetAside(
            path,
            DeliverySpool.Rejected,
            items,
            report,
            TelemetryErrorIds.SpoolFileRejected,
            $"{payload.Format.Count(items)} in the spool ({PayloadParts.Names(delivery.Failed[0].Part)}) were refused, and {path} was set aside. {delivery.Failed[0].Failure.Error.Message}");
        return true;
    }

    private DatadogPayload? TakeFresh(string path, DatadogPayload payload, SpoolDrainReport report)
    {
        DateTimeOffset since = spool.Time.GetUtcNow() - payload.Format.MaxAge;
        if (payload.Oldest >= since)
        {
            return payload;
        }

        DatadogPayload? fresh = payload.Newest < since ? null : PayloadParts.Since(payload, since);
        int expired = payload.Items - (fresh?.Items ?? 0);
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{payload.Format.Count(expired)} waited in the spool until Datadog takes them no more (it takes {MetricRules.Describe(payload.Format.MaxAge)}); they were not sent");
        if (fresh is null)
        {
            SetAside(path, DeliverySpool.Expired, expired, report, TelemetryErrorIds.SpoolFileExpired, $"{message}, and {path} was set aside.");
        }
        else
        {
            report.SetAside += expired;
            report.Problems.Add(Problem(TelemetryErrorIds.SpoolFileExpired, path, message + "."));
        }

        return fresh;
    }

    private static void SetAside(string path, string ending, int items, SpoolDrainReport report, string id, string message)
    {
        DeliverySpool.SetAside(path, ending);
        report.SetAside += items;
        report.Problems.Add(Problem(id, path, message));
    }

    private static OperationException Problem(string id, string path, string message) => new(
        id, OperationErrorKind.InvalidInput, path, message, "Look at it with Get-DatadogSpool, and remove it with Clear-DatadogSpool.");
}
