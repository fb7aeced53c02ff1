namespace DatadogOps.Telemetry.Model;

/// <summary>One entry of a log (<c>POST /api/v2/logs</c>).</summary>
public sealed record DatadogLog
{
    /// <summary>What it says; Datadog cuts it at 1 MB.</summary>
    public required string Message { get; init; }

    /// <summary>When; null for "now". Travels as an attribute of the entry.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Level in Datadog's terms (<c>info</c>, <c>warn</c>, <c>error</c>), or null.</summary>
    public string? Status { get; init; }

    /// <summary>What wrote it, which chooses Datadog's pipeline (<c>nginx</c>), or null.</summary>
    public string? Source { get; init; }

    /// <summary>Name of the application or service, or null.</summary>
    public string? Service { get; init; }

    /// <summary>Host that it comes from; null for the host that delivers it.</summary>
    public string? HostName { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;
}
