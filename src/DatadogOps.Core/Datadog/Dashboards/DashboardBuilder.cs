using System.Text.Json;
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

    /// <summary>Adds widgets.</summary>
    public DashboardBuilder Add(params IEnumerable<DashboardWidget> widgets)
    {
        foreach (DashboardWidget widget in widgets)
        {
            _widgets.Add(JsonSerializer.SerializeToNode(widget, BuildingJson.Default.DashboardWidget));
        }

        return this;
    }

    /// <summary>Adds a widget in the form of the API, or only its definition.</summary>
    public DashboardBuilder Add(JsonObject widget)
    {
        _widgets.Add(widget.ContainsKey("definition") ? widget.DeepClone() : new JsonObject { ["definition"] = widget.DeepClone() });
        return this;
    }

    /// <summary>Adds a template variable for a tag, with all values selected.</summary>
    public DashboardBuilder AddVariable(string tag)
    {
        _variables.Add(JsonSerializer.SerializeToNode(new TemplateVariable(tag, tag, ["*"]), BuildingJson.Default.TemplateVariable));
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
    public static DashboardWidget Graph(string title, string query, string display = "line", params WidgetMarker[] markers) => new(new WidgetDefinition
    {
        Type = "timeseries",
        Title = title,
        ShowLegend = true,
        LegendLayout = "auto",
        Requests = [new WidgetRequest { Queries = [new WidgetQuery { Name = "query1", Query = query }], Formulas = [new WidgetFormula { Formula = "query1" }], ResponseFormat = "timeseries", DisplayType = display }],
        Markers = markers.Length == 0 ? null : markers,
        Yaxis = new WidgetAxis { IncludeZero = true },
    });

    /// <summary>One number.</summary>
    /// <param name="title">Title.</param>
    /// <param name="query">Metric query.</param>
    /// <param name="precision">Decimal places.</param>
    /// <param name="colors">Colors by value; the first match is used.</param>
    public static DashboardWidget Value(string title, string query, int precision, params WidgetColor[] colors) => new(new WidgetDefinition
    {
        Type = "query_value",
        Title = title,
        Precision = precision,
        Autoscale = false,
        Requests =
        [
            new WidgetRequest
            {
                Queries = [new WidgetQuery { Name = "query1", Query = query, Aggregator = "last" }],
                Formulas = [new WidgetFormula { Formula = "query1" }],
                ResponseFormat = "scalar",
                ConditionalFormats = colors.Length == 0 ? null : colors,
            },
        ],
    });

    /// <summary>The groups of a query with the largest last values.</summary>
    /// <param name="title">Title.</param>
    /// <param name="query">Metric query with <c>by</c>.</param>
    /// <param name="count">Number of groups.</param>
    public static DashboardWidget TopList(string title, string query, int count = 10) => new(new WidgetDefinition
    {
        Type = "toplist",
        Title = title,
        Requests =
        [
            new WidgetRequest
            {
                Queries = [new WidgetQuery { Name = "query1", Query = query, Aggregator = "last" }],
                Formulas = [new WidgetFormula { Formula = "query1" }],
                ResponseFormat = "scalar",
                Sort = new WidgetSort(count, [new WidgetOrder(0, "desc")]),
            },
        ],
    });

    /// <summary>A text.</summary>
    public static DashboardWidget Note(string markdown) => new(new WidgetDefinition { Type = "note", Content = markdown });

    /// <summary>Widgets under a heading.</summary>
    public static DashboardWidget Group(string title, params DashboardWidget[] widgets) =>
        new(new WidgetDefinition { Type = "group", Title = title, LayoutType = "ordered", Widgets = widgets });
}
