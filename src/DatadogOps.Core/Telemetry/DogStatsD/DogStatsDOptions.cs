namespace DatadogOps.Telemetry;

/// <summary>How a <see cref="DogStatsDClient"/> works.</summary>
public sealed record DogStatsDOptions
{
    /// <summary>Tags that every metric gets.</summary>
    public TagSet ConstantTags { get; init; } = TagSet.Empty;

    /// <summary>How long a started datagram waits for more metrics, at most. 100 ms is what Datadog's own clients take.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a full receiver is waited for before a datagram is given up.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
