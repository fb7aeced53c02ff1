using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Monitors;

namespace DatadogOps.Intake.Dashboards;

/// <summary>
/// Checks dashboards by Datadog's OpenAPI document of API v1 (Dashboard, Widget): properties and types, and within widgets
/// of metrics their requests, queries and formulas. Widgets of other products are read for their type only.
/// </summary>
internal static class DashboardDefinition
{
    /// <summary>Properties that Datadog itself sets, and ignores when they are sent back.</summary>
    public static readonly string[] ReadOnly = ["id", "author_handle", "author_name", "created_at", "modified_at", "url"];

    private static readonly string[] Writable =
    [
        "title", "description", "layout_type", "reflow_type", "widgets", "template_variables", "template_variable_presets", "notify_list", "is_read_only", "restricted_roles", "tags",
        "tabs", "default_timeframe",
    ];

    private static readonly string[] MetricWidgets = ["timeseries", "query_value", "toplist", "query_table", "heatmap", "change", "distribution", "sunburst", "treemap", "geomap", "bar_chart"];

    private static readonly string[] OtherWidgets =
    [
        "alert_graph", "alert_value", "check_status", "event_stream", "event_timeline", "free_text", "hostmap", "iframe", "image", "list_stream", "log_stream", "manage_status", "note",
        "powerpack", "run_workflow", "sankey", "scatterplot", "servicemap", "slo", "slo_list", "split_group", "topology_map", "trace_service", "funnel", "point_plot",
    ];

    /// <summary>Checks a dashboard.</summary>
    /// <exception cref="PayloadException">It does not follow the schema.</exception>
    public static void Check(Place dashboard)
    {
        dashboard.AllowOnly([.. Writable, .. ReadOnly]);
        dashboard.Required("title").Text();
        dashboard.Required("layout_type").OneOf("ordered", "free");
        dashboard.Optional("description")?.Text();
        dashboard.Optional("reflow_type")?.OneOf("auto", "fixed");
        dashboard.Optional("is_read_only")?.Flag();
        dashboard.Optional("notify_list")?.Texts();
        dashboard.Optional("restricted_roles")?.Texts();
        CheckTags(dashboard.Optional("tags"));
        foreach (Place widget in dashboard.Required("widgets").Items())
        {
            CheckWidget(widget, 1);
        }

        foreach (Place variable in dashboard.Optional("template_variables")?.Items() ?? [])
        {
            CheckVariable(variable);
        }
    }

    private static void CheckTags(Place? tags)
    {
        string[] texts = tags?.Texts() ?? [];
        if (texts.Length > 5)
        {
            throw tags!.Value.Error($"has {texts.Length} tags; 5 are allowed");
        }

        if (texts.Any(tag => !tag.StartsWith("team:", StringComparison.Ordinal)))
        {
            throw RequestException.Bad("Invalid tag format. Valid tag keys are: team.");
        }
    }

    // The words of recorded answers of Datadog's.
    private static void CheckVariable(Place variable)
    {
        variable.AllowOnly("name", "prefix", "available_values", "default", "defaults", "type").Required("name").Text(1, 200);
        variable.Optional("prefix")?.Text();
        variable.Optional("available_values")?.Texts();
        variable.Optional("default")?.Text();
        if (variable.Optional("default") is not null && variable.Optional("defaults") is not null)
        {
            throw RequestException.Bad("'template_variables' is invalid");
        }

        if (variable.Optional("defaults")?.Texts().Any(value => value.Length == 0) == true)
        {
            throw RequestException.Bad("Minimum length of parameter 'defaults' should be 1");
        }
    }

    private static void CheckWidget(Place widget, int depth)
    {
        widget.AllowOnly("definition", "id", "layout");
        widget.Optional("id")?.Integer();
        if (widget.Optional("layout") is { } layout)
        {
            layout.AllowOnly("x", "y", "width", "height", "is_column_break");
            foreach (string name in new[] { "x", "y", "width", "height" })
            {
                layout.Required(name).Integer(0, 10_000);
            }
        }

        Place definition = widget.Required("definition").RequireObject();
        Place typePlace = definition.Required("type");
        string type = typePlace.Text();
        definition.Optional("title")?.Text();
        if (type == "group")
        {
            // Groups hold no groups.
            if (depth > 1)
            {
                throw typePlace.Error("a group within a group is not allowed");
            }

            definition.Required("layout_type").OneOf("ordered");
            foreach (Place inner in definition.Required("widgets").Items())
            {
                CheckWidget(inner, depth + 1);
            }
        }
        else if (MetricWidgets.Contains(type))
        {
            CheckRequests(definition.Required("requests"));
        }
        else if (!OtherWidgets.Contains(type))
        {
            throw typePlace.Error($"'{type}' is no type of widget");
        }
    }

    private static void CheckRequests(Place requests)
    {
        int count = 0;
        foreach (Place request in requests.Items())
        {
            count++;
            request.RequireObject();
            request.Optional("display_type")?.OneOf("area", "bars", "line", "overlay");
            if (request.Optional("q") is { } plain)
            {
                CheckMetric(plain);
            }

            if (request.Optional("queries") is { } queries)
            {
                CheckQueries(request, queries);
            }
        }

        if (count == 0)
        {
            throw requests.Error("at least one request is needed");
        }
    }

    private static void CheckQueries(Place request, Place queries)
    {
        request.Required("response_format").OneOf("timeseries", "scalar", "event_list");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Place query in queries.Items())
        {
            string source = query.RequireObject().Required("data_source").Text();
            if (query.Optional("name") is { } name && !names.Add(name.Text()))
            {
                throw name.Error($"two queries are named '{name.Text()}'");
            }

            if (source == "metrics")
            {
                query.Required("name");
                CheckMetric(query.Required("query"));
                query.Optional("aggregator")?.OneOf("avg", "min", "max", "sum", "last", "area", "l2norm", "percentile", "mean");
            }
        }

        foreach (Place formula in request.Optional("formulas")?.Items() ?? [])
        {
            Place text = formula.RequireObject().Required("formula");
            if (names.Count > 0 && !names.Any(name => text.Text().Contains(name, StringComparison.Ordinal)))
            {
                throw text.Error($"'{text.Text()}' names none of the queries {string.Join(", ", names)}");
            }
        }
    }

    private static void CheckMetric(Place query)
    {
        try
        {
            MetricExpression.Check(query.Text());
        }
        catch (MonitorException refusal)
        {
            throw query.Error(refusal.Message);
        }
    }
}
