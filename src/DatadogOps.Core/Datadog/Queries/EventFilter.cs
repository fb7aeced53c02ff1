namespace DatadogOps.Datadog.Queries;

/// <summary>Which events to return.</summary>
public sealed record EventFilter
{
    /// <summary>Tags that an event must have, all of them.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Sources, any of them.</summary>
    public IReadOnlyCollection<string> Sources { get; init; } = [];

    /// <summary><c>normal</c> or <c>low</c>; null for both.</summary>
    public string? Priority { get; init; }
}
