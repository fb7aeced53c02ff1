using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>
/// A dashboard: a definition made here, or one that Datadog has, with all that the API knows of it. Fields are those of
/// <c>/api/v1/dashboard</c>.
/// </summary>
public sealed record DatadogDashboard
{
    /// <summary>Datadog's id, three times three characters; null for a definition that is not published yet.</summary>
    public string? Id { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Lasting name by which a published definition is found again; null where it is not managed by this module.</summary>
    public string? Slug => ManagedMarker.SlugOf(Description);

    /// <summary>Description; holds the marker of a managed dashboard, since dashboards have no free tags.</summary>
    public string? Description { get; init; }

    /// <summary><c>ordered</c> or <c>free</c>.</summary>
    public string LayoutType { get; init; } = "ordered";

    /// <summary>Number of widgets, those in groups not counted; null for a summary.</summary>
    public int? WidgetCount => (Source["widgets"] as JsonArray)?.Count;

    /// <summary>Who made it, by their handle.</summary>
    public string? Author { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Path of its page on Datadog's site.</summary>
    public string? UrlPath { get; init; }

    /// <summary>The definition as it was read or built; never changed.</summary>
    internal JsonObject Source { get; init; } = [];

    /// <summary>Whether this is the whole definition, and not a line of a list.</summary>
    internal bool IsComplete => Source["widgets"] is JsonArray;

    /// <summary>The definition as the API takes it, without what only tells of its state.</summary>
    /// <exception cref="OperationException">This is a summary only.</exception>
    public string ToJson() => DefinitionJson.Text(DashboardJson.Write(this));

    /// <summary>The dashboard's title.</summary>
    public override string ToString() => Title;
}
