using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>How a <see cref="DogStatsDClient"/> works.</summary>
public sealed record DogStatsDOptions
{
    /// <summary>Tags that all that is sent gets; see <see cref="DogStatsDTags.FromEnvironment"/>.</summary>
    public TagSet ConstantTags { get; init; } = TagSet.Empty;

    /// <summary>Who sends; see <see cref="DogStatsDOrigin.FromEnvironment(Func{string, string?}, string?)"/>.</summary>
    public DogStatsDOrigin Origin { get; init; } = DogStatsDOrigin.None;

    /// <summary>
    /// Share of counts, histograms, distributions and timers that is sent, above 0 and up to 1; the Agent makes up for the others.
    /// Gauges, sets and points with a timestamp of their own are never left out, nor are counts that are summed here.
    /// </summary>
    public double SampleRate { get; init; } = 1;

    /// <summary>Chooses what is left out.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>
    /// Whether metrics are put together before they are sent: counts are summed, of a gauge the last value counts, a set's members
    /// are sent once, and histograms, distributions and timers travel many values to a line (protocol 1.1, Agent 7.25 and later).
    /// </summary>
    public bool Aggregate { get; init; }

    /// <summary>How long metrics are put together. Datadog's own clients take 2 s.</summary>
    public TimeSpan AggregationWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the client tells of itself, every 10 s and at a flush: <c>datadog.dogstatsd.client.metrics</c>, <c>events</c>,
    /// <c>service_checks</c>, <c>bytes_sent</c>, <c>bytes_dropped</c>, <c>packets_sent</c>, <c>packets_dropped</c> and
    /// <c>aggregated_context</c>.
    /// </summary>
    public bool ClientTelemetry { get; init; }

    /// <summary>
    /// Bytes of a datagram, at most, where the receiver takes another number than <see cref="DogStatsDEndpoint.MaxPayload"/> says;
    /// from 512 up to 65467.
    /// </summary>
    public int? MaxPayload { get; init; }

    /// <summary>How long a started datagram waits for more metrics, at most. 100 ms is what Datadog's own clients take.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a full receiver is waited for before a datagram is given up.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a receiver at a Unix socket that has gone is waited for before a datagram is given up. After that, datagrams are
    /// given up at once, until it is back.
    /// </summary>
    public TimeSpan ReconnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
