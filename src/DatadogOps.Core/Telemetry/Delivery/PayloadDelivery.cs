using System.Text.Json;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// The delivery of one payload. If Datadog rejects it as a whole (400, 413), its halves are tried, and so on until the rejected items
/// stand alone: one bad series does not cost its neighbors.
/// </summary>
internal sealed class PayloadDelivery
{
    // Enough to find two bad items among ten thousand; if more are bad, all of them are likely to be.
    private const int MaxDivisions = 64;

    private PayloadDelivery()
    {
    }

    /// <summary>Items that Datadog acknowledged.</summary>
    public int Accepted { get; private set; }

    /// <summary>Their bytes, as sent.</summary>
    public int Bytes { get; private set; }

    /// <summary>Parts that were not accepted, and why. They are valid as long as the payload.</summary>
    public List<(DatadogPayload Part, ApiFailure Failure)> Failed { get; } = [];

    /// <summary>Delivers a payload as far as possible.</summary>
    public static async Task<PayloadDelivery> RunAsync(DatadogApiClient client, DatadogPayload payload, CancellationToken cancellationToken)
    {
        var delivery = new PayloadDelivery();
        var open = new Stack<DatadogPayload>([payload]);
        int divisions = 0;
        while (open.TryPop(out DatadogPayload? part))
        {
            (_, ApiFailure? failure) = await client.TrySendAsync(part.ToRequest(), cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                delivery.Accepted += part.Items;
                delivery.Bytes += part.Body.Length;
            }
            else if (failure.CanSplit && part.Items > 1 && divisions++ < MaxDivisions && TryHalve(part) is { Length: 2 } halves)
            {
                open.Push(halves[1]);
                open.Push(halves[0]);
            }
            else
            {
                delivery.Failed.Add((part, failure));
                if (!failure.CanSplit)
                {
                    // The other parts would fail for the same reason.
                    delivery.Failed.AddRange(open.Select(rest => (rest, failure)));
                    break;
                }
            }
        }

        return delivery;
    }

    private static DatadogPayload[] TryHalve(DatadogPayload payload)
    {
        try
        {
            return PayloadParts.Halve(payload);
        }
        catch (JsonException)
        {
            return []; // read from a spool, and not written by this module
        }
    }
}
