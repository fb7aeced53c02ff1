using System.Diagnostics;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>Delivers a spool on demand, as <c>Send-DatadogSpool</c> does.</summary>
public static class SpoolDelivery
{
    /// <summary>Delivers what waits for a site, the oldest first, until there is no more.</summary>
    /// <param name="spool">The spool.</param>
    /// <param name="context">The site and its key.</param>
    /// <param name="options">How requests are made.</param>
    /// <param name="tell">Gets what was set aside, and what ended the delivery early, on whatever thread.</param>
    /// <param name="cancellationToken">Ends it; what is not acknowledged stays.</param>
    /// <returns>What was accepted, what still waits (Spooled), and what was set aside (Dropped).</returns>
    /// <exception cref="OperationException">There is no key, or the spool cannot be read.</exception>
    public static async Task<DatadogSendResult> RunAsync(
        DeliverySpool spool, DatadogContext context, DatadogApiOptions options, Action<OperationOutput<string>> tell, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        using DatadogApiClient client = context.OpenApi(options with { Trace = text => tell(OperationOutput<string>.OfDebug(text)) });
        SpoolDrainReport report = await new SpoolDrain(spool, context.Site, new PayloadCourier(client)).RunAsync(static () => true, cancellationToken).ConfigureAwait(false);
        foreach (OperationException problem in report.Problems)
        {
            tell(OperationOutput<string>.OfError(problem));
        }

        if (report.IsElsewhere)
        {
            tell(OperationOutput<string>.OfWarning($"Another process delivers what waits for {context.Site} in {spool.Path} just now."));
        }

        if (report.Failure is not null)
        {
            tell(OperationOutput<string>.OfError(report.Failure));
        }

        string site = context.Site.ToString();
        return new DatadogSendResult
        {
            Transport = DatadogTransport.Api,
            Endpoint = context.ApiUri.AbsoluteUri.TrimEnd('/'),
            Accepted = report.Accepted,
            Spooled = spool.List().Where(entry => entry.State == SpoolState.Waiting && entry.Site == site).Sum(entry => (long)entry.Items),
            Dropped = report.SetAside,
            Bytes = report.Bytes,
            Requests = client.Requests,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3),
        };
    }
}
