namespace DatadogOps.Telemetry.Delivery;

/// <summary>What happened to the metrics, events, checks or log entries of one command.</summary>
public sealed record DatadogSendResult
{
    /// <summary>The transport: <c>DogStatsD</c> or <c>Api</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>Where to; never holds a key.</summary>
    public required string Endpoint { get; init; }

    /// <summary>
    /// Items that were handed over. By the API: acknowledged by Datadog. By DogStatsD: taken by the operating system;
    /// the protocol has no acknowledgement.
    /// </summary>
    public required long Accepted { get; init; }

    /// <summary>
    /// Items that could not be delivered now and are on the disk, from where they leave with the next delivery or by
    /// <c>Send-DatadogSpool</c>. By the API only.
    /// </summary>
    public required long Spooled { get; init; }

    /// <summary>Items that were refused or could not be delivered; each was reported as an error.</summary>
    public required long Dropped { get; init; }

    /// <summary>Bytes of payload handed over, as sent (compressed, for the API), without protocol headers.</summary>
    public required long Bytes { get; init; }

    /// <summary>Datagrams or HTTP requests made, repeated requests included.</summary>
    public required long Requests { get; init; }

    /// <summary>Seconds from the first item to the end.</summary>
    public required double Seconds { get; init; }
}
