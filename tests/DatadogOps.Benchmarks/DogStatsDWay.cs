namespace DatadogOps.Benchmarks;

/// <summary>Whose client sends, and how.</summary>
internal enum DogStatsDWay
{
    /// <summary>DatadogOps, the same objects again and again.</summary>
    SameObjects,

    /// <summary>DatadogOps, an object made for each metric.</summary>
    NewObjects,

    /// <summary>Datadog's own client with its queue and thread, which waits where the queue is full.</summary>
    PeerBlocking,

    /// <summary>Datadog's own client in its synchronous mode.</summary>
    PeerSynchronous,

    /// <summary>Datadog's own client as it comes.</summary>
    PeerDefault,
}
