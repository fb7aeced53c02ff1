using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Queries;

/// <summary>An event of Datadog's stream.</summary>
public sealed record DatadogEventEntry
{
    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Datadog's number for it; text, since it can be longer than numbers in JSON are exact.</summary>
    public required string Id { get; init; }

    /// <summary>One line that says what happened.</summary>
    public required string Title { get; init; }

    /// <summary>The story.</summary>
    public string Text { get; init; } = "";

    /// <summary>Host that it happened on.</summary>
    public string? HostName { get; init; }

    /// <summary>How bad it is: error, warning, info, success, or another of Datadog's own.</summary>
    public string? AlertType { get; init; }

    /// <summary>normal or low.</summary>
    public string? Priority { get; init; }

    /// <summary>What kind of sender it was.</summary>
    public string? Source { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>Address of its page, or the path on Datadog's site.</summary>
    public string? Url { get; init; }
}
