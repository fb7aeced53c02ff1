using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Queries;

/// <summary>An event that Datadog holds.</summary>
public sealed record DatadogEventEntry
{
    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Datadog's id; a string, because it can exceed the precision of JSON numbers.</summary>
    public required string Id { get; init; }

    /// <summary>Title, one line.</summary>
    public required string Title { get; init; }

    /// <summary>Text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Host.</summary>
    public string? HostName { get; init; }

    /// <summary><c>error</c>, <c>warning</c>, <c>info</c>, <c>success</c>, or another alert type of Datadog's.</summary>
    public string? AlertType { get; init; }

    /// <summary><c>normal</c> or <c>low</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>Source, such as <c>chef</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>URL of its page, or the path on Datadog's site.</summary>
    public string? Url { get; init; }
}
