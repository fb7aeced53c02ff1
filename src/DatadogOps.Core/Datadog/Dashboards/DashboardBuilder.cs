using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>Builds dashboards, and common widgets of metric queries.</summary>
public sealed class DashboardBuilder
{
    private readonly JsonArray _widgets = [];
    private readonly JsonArray _variables = [];
    private readonly string _title;
    private readonly string _slug;
    private readonly string? _description;

    /// <summary>Starts a dashboard.</summary>
    /// <param name="title">Title.</param>
    /// <param name="slug">Slug; null for one made of the title.</param>
    /// <param name="description">Description, in Markdown.</param>
    /// <exception cref="OperationException">The slug is invalid, or none can be made of the title.</exception>
    public DashboardBuilder(string title, string? slug = null, string? description = null)
    {
        _title = title;
        _slug = slug is null ? ManagedMarker.MakeSlug(title) : ManagedMarker.CheckSlug(slug);
        _description = description;
    }

    /// <summary>Adds widgets in the form of the API, or only their definitions.</summary>
    public DashboardBuilder Add(params IEnumerable<JsonObject> widgets)
    {
        foreach (JsonObject widget in widgets)
        {
            _widgets.Add(Widget(widget));
        }

        return this;
    }

    /// <summary>Adds a template variable for a tag, with all values selected.</summary>
    public DashboardBuilder AddVariable(string tag)
    {
        _variables.Add(new JsonObject { ["name"] = tag, ["prefix"] = tag, ["defaults"] = new JsonArray("*") });
        return this;
    }

    /// <summary>Builds the dashboard.</summary>
    public DatadogDashboard Build()
    {
        var source = new JsonObject
        {
            ["title"] = _title,
            ["description"] = ManagedMarker.Mark(_description, _slug),
            ["layout_type"] = "ordered",
            ["widgets"] = _widgets.DeepClone(),
        };
        if (_variables.Count > 0)
        {
            source["template_variables"] = _variables.DeepClone();
        }

        return DashboardJson.Read(source);
    }

    /// <summary>A timeseries of one query.</summary>
    /// <param name="title">Title.</param>
    /// <param name="query">Metric query.</param>
    /// <param name="display"><c>line</c>, <c>area</c> (stacked) or <c>bars</c>.</param>
    /// <param name="markers">Horizontal lines.</param>
    public static JsonObject Graph(string title, string query, string display = "line", params WidgetMarker[] markers)
    {
        JsonObject request = Request(query, "timeseries");
        request["display_type"] = display;
        JsonObject definition = Definition("timeseries", title, request);
        if (markers.Length > 0)
        {
            definition["markers"] = new JsonArray(
                [.. markers.Select(marker => new JsonObject { ["value"] = marker.Value, ["display_type"] = marker.DisplayType, ["label"] = marker.Label })]);
        }

        definition["yaxis"] = new JsonObject { ["include_zero"] = true };
        definition["show_legend"] = true;
        definition["legend_layout"] = "auto";
        return definition;
    }

    /// <summary>One number.</summary>
    /// <param name="title">Title.</param>
    /// <param name="query">Metric query.</param>
    /// <param name="precision">Decimal places.</param>
    /// <param name="colors">Colors by value; the first match is used.</param>
    public static JsonObject Value(string title, string query, int precision, params WidgetColor[] colors)
    {
        JsonObject request = Request(query, "scalar");
        if (colors.Length > 0)
        {
            request["conditional_formats"] = new JsonArray(
                [.. colors.Select(color => new JsonObject { ["comparator"] = color.Comparator, ["value"] = color.Value, ["palette"] = color.Palette })]);
        }

        JsonObject definition = Definition("query_value", title, request);
        definition["precision"] = precision;
        definition["autoscale"] = false;
        return definition;
    }

    /// <summary>The groups of a query with the largest last values.</summary>
    /// <param name="title">Title.</param>
    /// <param name="query">Metric query with <c>by</c>.</param>
    /// <param name="count">Number of groups.</param>
    public static JsonObject TopList(string title, string query, int count = 10)
    {
        JsonObject request = Request(query, "scalar");
        request["sort"] = new JsonObject { ["count"] = count, ["order_by"] = new JsonArray(new JsonObject { ["index"] = 0, ["order"] = "desc", ["type"] = "formula" }) };
        return Definition("toplist", title, request);
    }

    /// <summary>A text, in Markdown.</summary>
    public static JsonObject Note(string markdown) => new() { ["type"] = "note", ["content"] = markdown };

    /// <summary>Widgets under a heading.</summary>
    public static JsonObject Group(string title, params JsonObject[] widgets) =>
        new() { ["type"] = "group", ["title"] = title, ["layout_type"] = "ordered", ["widgets"] = new JsonArray([.. widgets.Select(Widget)]) };

    private static JsonNode Widget(JsonObject widget) => widget.ContainsKey("definition") ? widget.DeepClone() : new JsonObject { ["definition"] = widget.DeepClone() };

    private static JsonObject Definition(string type, string title, JsonObject request) => new() { ["type"] = type, ["title"] = title, ["requests"] = new JsonArray(request) };

    // A scalar is the last value of the period.
    private static JsonObject Request(string metricQuery, string format)
    {
        var query = new JsonObject { ["data_source"] = "metrics", ["name"] = "query1", ["query"] = metricQuery };
        if (format == "scalar")
        {
            query["aggregator"] = "last";
        }

        return new JsonObject { ["queries"] = new JsonArray(query), ["formulas"] = new JsonArray(new JsonObject { ["formula"] = "query1" }), ["response_format"] = format };
    }
}
