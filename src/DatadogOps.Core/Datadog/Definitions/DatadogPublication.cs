namespace DatadogOps.Datadog.Definitions;

/// <summary>Result of publishing a definition.</summary>
public sealed record DatadogPublication
{
    /// <summary><c>Monitor</c> or <c>Dashboard</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>Created</c>, <c>Updated</c> or <c>Unchanged</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Datadog's id.</summary>
    public required string Id { get; init; }

    /// <summary>Name or title.</summary>
    public required string Name { get; init; }

    /// <summary>Slug, or null if it has none.</summary>
    public string? Slug { get; init; }

    /// <summary>The changes, one a line; empty if it was created or is unchanged.</summary>
    public string Differences { get; init; } = "";

    /// <summary>URL of its page; null for a custom API address.</summary>
    public Uri? Url { get; init; }
}
