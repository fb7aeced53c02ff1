using DatadogOps.Common;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>What became of some payloads, to be added to a sender's counters.</summary>
internal sealed record DeliveryOutcome
{
    public int Accepted { get; init; }

    public int Bytes { get; init; }

    public int Spooled { get; init; }

    public int Dropped { get; init; }

    public int Requests { get; init; }

    public OperationOutput<string>? Remark { get; init; }
}
