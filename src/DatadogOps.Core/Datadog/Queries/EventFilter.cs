namespace DatadogOps.Datadog.Queries;

/// <summary>Which events are wanted.</summary>
public sealed record EventFilter
{
    /// <summary>Tags that they have, all of them.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Kinds of senders, any of them.</summary>
    public IReadOnlyCollection<string> Sources { get; init; } = [];

    /// <summary>normal or low, or null for both.</summary>
    public string? Priority { get; init; }
}
