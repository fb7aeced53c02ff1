using System.Text.Json.Nodes;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>What was changed. Limits are those of <c>ChangeEventCustomAttributes</c> in Datadog's OpenAPI document of API v2.</summary>
public sealed record DatadogChange
{
    /// <summary>Name of what was changed; 1 to 128 characters.</summary>
    public required string Resource { get; init; }

    /// <summary>What it is.</summary>
    public string ResourceType
    {
        get;
        init => field = Word.Canonical(value, DatadogChangedResource.Configuration, DatadogChangedResource.FeatureFlag);
    } = DatadogChangedResource.Configuration;

    /// <summary>Who changed it, at most 256 characters; null where nobody knows.</summary>
    public string? Author { get; init; }

    /// <summary>What the author is.</summary>
    public string AuthorType
    {
        get;
        init => field = Word.Canonical(value, DatadogChangeAuthor.User, DatadogChangeAuthor.System, DatadogChangeAuthor.Api, DatadogChangeAuthor.Automation);
    } = DatadogChangeAuthor.User;

    /// <summary>Services that it bears on; at most 100.</summary>
    public IReadOnlyList<string> ImpactedServices { get; init; } = [];

    /// <summary>What it was before; as <see cref="DatadogEvent.Attributes"/>.</summary>
    public JsonObject? PreviousValue { get; init; }

    /// <summary>What it is now; as <see cref="DatadogEvent.Attributes"/>.</summary>
    public JsonObject? NewValue { get; init; }
}
