using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Monitoring;

/// <summary>What monitors of configuration runs have in common.</summary>
public sealed record ConfigRunMonitorOptions
{
    /// <summary>Tags of the runs that are meant, all of them: <c>env:prod</c>. Empty for all runs.</summary>
    public IReadOnlyList<string> Filter { get; init; } = [];

    /// <summary>Handles of those to be told.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>Tags of the monitors themselves.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>1 (high) to 5 (low), or null.</summary>
    public int? Priority { get; init; }

    /// <summary>Beginning of the slugs; null for one made of the filter.</summary>
    public string? Slug { get; init; }
}
