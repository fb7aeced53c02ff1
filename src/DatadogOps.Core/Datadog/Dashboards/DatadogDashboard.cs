using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>
/// A dashboard: a definition, or one that exists at Datadog, with everything that the API returned. Fields are those of
/// <c>/api/v1/dashboard</c>.
/// </summary>
public sealed record DatadogDashboard
{
    /// <summary>Datadog's id, three times three characters; null for a definition that is not published yet.</summary>
    public string? Id { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Stable name by which a published definition is found again; null if this module does not manage the dashboard.</summary>
    public string? Slug => ManagedMarker.SlugOf(Description);

    /// <summary>Description; contains the marker of a managed dashboard, because dashboards have no free tags.</summary>
    public string? Description { get; init; }

    /// <summary><c>ordered</c> or <c>free</c>.</summary>
    public string LayoutType { get; init; } = "ordered";

    /// <summary>Number of widgets, not counting those in groups; null for a summary.</summary>
    public int? WidgetCount => (Source["widgets"] as JsonArray)?.Count;

    /// <summary>Handle of who created it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Path of its page on Datadog's site.</summary>
    public string? UrlPath { get; init; }

    /// <summary>The definition as it was read or created; never changed.</summary>
    internal JsonObject Source { get; init; } = [];

    /// <summary>Whether this is the complete definition, not a summary.</summary>
    internal bool IsComplete => Source["widgets"] is JsonArray;

    /// <summary>The definition as the API takes it, without fields that only describe its state.</summary>
    /// <exception cref="OperationException">The dashboard is a summary.</exception>
    public string ToJson() => DefinitionJson.Text(DashboardJson.Write(this));

    /// <summary>The dashboard's title.</summary>
    public override string ToString() => Title;
}
