using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Http;

/// <summary>How requests to the API are made.</summary>
public sealed record DatadogApiOptions
{
    /// <summary>Time for one payload, repeated requests and waits between them included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is repeated after a passing failure (408, 429, 5xx, a connection that is refused or breaks), at most. 3 is what Datadog's own clients take.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Wait before the first repetition; doubled for each further one. The receiver's own word (<c>Retry-After</c>, <c>X-RateLimit-Reset</c>) goes before it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a started payload of metrics waits for more, at most. 10 s is what the Agent takes.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tags that every metric gets.</summary>
    public TagSet ConstantTags { get; init; } = TagSet.Empty;

    /// <summary>Host of the metrics that name none, or null.</summary>
    public string? DefaultHost { get; init; }

    /// <summary>Gets each request and each answer as text, without the keys, on whatever thread makes the request; null for nobody.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
