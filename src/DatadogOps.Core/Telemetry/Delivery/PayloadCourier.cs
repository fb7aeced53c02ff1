using System.Text.Json;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>What became of a payload.</summary>
internal sealed class CourierReport
{
    /// <summary>Items that Datadog acknowledged.</summary>
    public int Accepted { get; set; }

    /// <summary>Bytes of them, as sent.</summary>
    public int Bytes { get; set; }

    /// <summary>Parts that were not taken, and why. They live as long as this report's payload.</summary>
    public List<(DatadogPayload Part, ApiFailure Failure)> Failed { get; } = [];
}

/// <summary>
/// Delivers a payload. Where Datadog refuses the whole (400, 413), the halves are tried, and so on until what is refused stands
/// alone: one bad series costs itself and not its neighbours.
/// </summary>
internal sealed class PayloadCourier(DatadogApiClient client)
{
    // Enough to find two bad items among ten thousand; where more is wrong, all of it is likely to be.
    private const int MaxDivisions = 64;

    public async Task<CourierReport> DeliverAsync(DatadogPayload payload, CancellationToken cancellationToken)
    {
        var report = new CourierReport();
        var open = new Stack<DatadogPayload>([payload]);
        int divisions = 0;
        while (open.TryPop(out DatadogPayload? part))
        {
            (_, ApiFailure? failure) = await client.TrySendAsync(part.ToRequest(), cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                report.Accepted += part.Items;
                report.Bytes += part.Body.Length;
            }
            else if (failure.IsDivisible && part.Items > 1 && divisions++ < MaxDivisions && TryHalve(part) is { Length: 2 } halves)
            {
                open.Push(halves[1]);
                open.Push(halves[0]);
            }
            else
            {
                report.Failed.Add((part, failure));
                if (!failure.IsDivisible)
                {
                    // What stopped this part stops the others.
                    report.Failed.AddRange(open.Select(rest => (rest, failure)));
                    break;
                }
            }
        }

        return report;
    }

    private static DatadogPayload[] TryHalve(DatadogPayload payload)
    {
        try
        {
            return PayloadParts.Halve(payload);
        }
        catch (JsonException)
        {
            return []; // came out of a spool, and is none of ours
        }
    }
}
