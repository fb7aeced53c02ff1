using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>Converts a dashboard from and to JSON (schemas <c>Dashboard</c> and <c>DashboardSummaryDefinition</c> of Datadog's OpenAPI document).</summary>
internal static class DashboardJson
{
    // Set by Datadog, not part of a definition.
    private static readonly string[] StateFields =
        ["author_handle", "author_name", "author_info", "created_at", "modified_at", "deleted_at", "url", "is_read_only", "is_favorite", "is_shared", "popularity", "type"];

    public static DatadogDashboard Read(JsonObject source) => new()
    {
        Id = DefinitionJson.String(source, "id"),
        Title = DefinitionJson.String(source, "title") ?? "",
        Description = DefinitionJson.String(source, "description"),
        LayoutType = DefinitionJson.String(source, "layout_type") ?? "ordered",
        Author = DefinitionJson.String(source, "author_handle"),
        Created = DefinitionJson.Time(source, "created_at"),
        Modified = DefinitionJson.Time(source, "modified_at"),
        UrlPath = DefinitionJson.String(source, "url"),
        Source = source,
    };

    /// <summary>The definition: the properties, then everything else that was read.</summary>
    /// <exception cref="OperationException">The dashboard is a summary.</exception>
    public static JsonObject Write(DatadogDashboard dashboard)
    {
        if (!dashboard.IsComplete)
        {
            throw new OperationException(
                MonitorErrorIds.DashboardIncomplete,
                OperationErrorKind.InvalidInput,
                dashboard.Id ?? dashboard.Title,
                $"The dashboard '{dashboard.Title}' is a summary without widgets.",
                "Get it without -Summary.");
        }

        var json = new JsonObject();
        if (dashboard.Id is not null)
        {
            json["id"] = dashboard.Id;
        }

        json["title"] = dashboard.Title;
        if (dashboard.Description is not null)
        {
            json["description"] = dashboard.Description;
        }

        json["layout_type"] = dashboard.LayoutType;
        foreach ((string name, JsonNode? value) in dashboard.Source)
        {
            if (value is not null && !json.ContainsKey(name) && !StateFields.Contains(name) && name is not ("id" or "description"))
            {
                json[name] = value.DeepClone();
            }
        }

        return json;
    }

    /// <summary>The body of a request: the definition without its id, which is part of the path, and without the ids of widgets.</summary>
    /// <exception cref="OperationException">The dashboard is a summary.</exception>
    public static JsonObject WriteBody(DatadogDashboard dashboard)
    {
        JsonObject json = Write(dashboard);
        json.Remove("id");
        RemoveWidgetIds(json);
        return json;
    }

    // A group contains widgets.
    private static void RemoveWidgetIds(JsonObject holder)
    {
        foreach (JsonObject widget in (holder["widgets"] as JsonArray ?? []).OfType<JsonObject>())
        {
            widget.Remove("id");
            if (widget["definition"] is JsonObject definition)
            {
                RemoveWidgetIds(definition);
            }
        }
    }
}
