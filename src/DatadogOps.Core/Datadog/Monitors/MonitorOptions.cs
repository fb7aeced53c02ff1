using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>What the monitors of one area have in common.</summary>
public sealed record MonitorOptions
{
    /// <summary>Tags that limit what is monitored, such as <c>env:prod</c>; a series must have all of them.</summary>
    public IReadOnlyList<string> Filter { get; init; } = [];

    /// <summary>Handles to notify.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>Tags of the monitors themselves.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;

    /// <summary>1 (high) to 5 (low), or null.</summary>
    public int? Priority { get; init; }

    /// <summary>Prefix of the slugs; null for one made of the area and the filter.</summary>
    public string? Slug { get; init; }

    /// <summary>Creates one of the monitors.</summary>
    /// <param name="area">Prefix of the slug where none is given.</param>
    /// <param name="kind">Suffix of the slug.</param>
    /// <param name="title">Name; the filter is appended.</param>
    /// <param name="query">Query.</param>
    /// <param name="text">Message without handles.</param>
    /// <exception cref="OperationException">The slug is invalid.</exception>
    internal DatadogMonitor Create(string area, string kind, string title, string query, string text)
    {
        string[] filter = [.. Filter.Select(tag => tag.Trim())];
        string prefix = Slug ?? (filter.Length == 0 ? area : ManagedMarker.MakeSlug($"{area}-{string.Join('-', filter)}"));
        DatadogMonitor monitor = MonitorBuilder.Create(filter.Length == 0 ? title : $"{title} ({string.Join(", ", filter)})", query, $"{prefix}-{kind}");
        return monitor with
        {
            Message = MonitorBuilder.Message(text.ReplaceLineEndings("\n"), Notify),
            Tags = new TagSet([.. Tags, .. monitor.Tags]),
            Priority = Priority,
        };
    }
}
