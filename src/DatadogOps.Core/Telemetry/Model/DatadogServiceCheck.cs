namespace DatadogOps.Telemetry.Model;

/// <summary>The state of a service, as one check saw it.</summary>
public sealed record DatadogServiceCheck
{
    /// <summary>Name of the check: <c>postgres.can_connect</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it found.</summary>
    public required DatadogServiceCheckStatus Status { get; init; }

    /// <summary>When; at most 10 minutes ago by the API; null for "now".</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Host that was checked; null for the host that delivers it.</summary>
    public string? HostName { get; init; }

    /// <summary>Why the state is what it is, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;
}
