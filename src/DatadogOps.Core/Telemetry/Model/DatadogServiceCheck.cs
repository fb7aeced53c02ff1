using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>The result of one check of a service.</summary>
public sealed record DatadogServiceCheck
{
    /// <summary>Name of the check: <c>postgres.can_connect</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its result: one of <see cref="DatadogServiceCheckStatus"/>.</summary>
    public required string Status
    {
        get;
        init => field = Word.Canonical(value, DatadogServiceCheckStatus.All);
    }

    /// <summary>When; at most 10 minutes ago by the API; null for "now".</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Host that was checked; null for the host that delivers it.</summary>
    public string? HostName { get; init; }

    /// <summary>The reason for the status, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;
}
