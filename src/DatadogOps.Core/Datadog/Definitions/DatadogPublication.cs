namespace DatadogOps.Datadog.Definitions;

/// <summary>What publishing a definition did.</summary>
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

    /// <summary>The slug of its marker, or null for one that has none.</summary>
    public string? Slug { get; init; }

    /// <summary>What was changed, a line each; empty where it was created or is unchanged.</summary>
    public string Differences { get; init; } = "";

    /// <summary>Its page, or null where the address of the site is one's own.</summary>
    public Uri? Url { get; init; }
}
