using System.Text.Json.Serialization;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>A widget of a dashboard in the form of the API, with the fields that this module uses.</summary>
/// <param name="Definition">What it shows.</param>
public sealed record DashboardWidget(WidgetDefinition Definition);

/// <summary>What a widget shows.</summary>
public sealed record WidgetDefinition
{
    /// <summary><c>timeseries</c>, <c>query_value</c>, <c>toplist</c>, <c>note</c> or <c>group</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Title.</summary>
    public string? Title { get; init; }

    /// <summary>Queries.</summary>
    public IReadOnlyList<WidgetRequest>? Requests { get; init; }

    /// <summary>Horizontal lines.</summary>
    public IReadOnlyList<WidgetMarker>? Markers { get; init; }

    /// <summary>The vertical axis.</summary>
    public WidgetAxis? Yaxis { get; init; }

    /// <summary>Whether a graph has a legend.</summary>
    public bool? ShowLegend { get; init; }

    /// <summary><c>auto</c>, <c>horizontal</c> or <c>vertical</c>.</summary>
    public string? LegendLayout { get; init; }

    /// <summary>Decimal places of a number.</summary>
    public int? Precision { get; init; }

    /// <summary>Whether the unit of a number is chosen automatically.</summary>
    public bool? Autoscale { get; init; }

    /// <summary>Text of a note, Markdown.</summary>
    public string? Content { get; init; }

    /// <summary>Layout of a group: <c>ordered</c>.</summary>
    public string? LayoutType { get; init; }

    /// <summary>Widgets of a group.</summary>
    public IReadOnlyList<DashboardWidget>? Widgets { get; init; }
}

/// <summary>Queries of a widget with a common display.</summary>
public sealed record WidgetRequest
{
    /// <summary>The queries.</summary>
    public required IReadOnlyList<WidgetQuery> Queries { get; init; }

    /// <summary>Formulas to draw.</summary>
    public required IReadOnlyList<WidgetFormula> Formulas { get; init; }

    /// <summary><c>timeseries</c>, or <c>scalar</c> for a single value.</summary>
    public required string ResponseFormat { get; init; }

    /// <summary><c>line</c>, <c>area</c> or <c>bars</c>.</summary>
    public string? DisplayType { get; init; }

    /// <summary>Order of a list.</summary>
    public WidgetSort? Sort { get; init; }

    /// <summary>Colors by value.</summary>
    public IReadOnlyList<WidgetColor>? ConditionalFormats { get; init; }
}

/// <summary>A query of metrics.</summary>
public sealed record WidgetQuery
{
    /// <summary>Always metrics.</summary>
    public string DataSource { get; init; } = "metrics";

    /// <summary>Name for formulas.</summary>
    public required string Name { get; init; }

    /// <summary>The query.</summary>
    public required string Query { get; init; }

    /// <summary>How points are aggregated to one value: <c>avg</c>, <c>last</c>, <c>max</c>; null for a graph.</summary>
    public string? Aggregator { get; init; }
}

/// <summary>A formula to draw.</summary>
public sealed record WidgetFormula
{
    /// <summary>Formula of query names.</summary>
    public required string Formula { get; init; }

    /// <summary>Name in the legend.</summary>
    public string? Alias { get; init; }
}

/// <summary>A horizontal line.</summary>
/// <param name="Value">Where: <c>y = 0.85</c>.</param>
/// <param name="DisplayType">How: <c>error dashed</c>, <c>warning dashed</c>.</param>
/// <param name="Label">Label.</param>
public sealed record WidgetMarker(string Value, string DisplayType, string? Label);

/// <summary>The vertical axis.</summary>
public sealed record WidgetAxis
{
    /// <summary>Lower bound, or null for automatic.</summary>
    public string? Min { get; init; }

    /// <summary>Upper bound, or null for automatic.</summary>
    public string? Max { get; init; }

    /// <summary>Whether to include 0.</summary>
    public bool? IncludeZero { get; init; }
}

/// <summary>Order of a list.</summary>
/// <param name="Count">Number of entries.</param>
/// <param name="OrderBy">Order.</param>
public sealed record WidgetSort(int Count, IReadOnlyList<WidgetOrder> OrderBy);

/// <summary>The formula that orders a list.</summary>
/// <param name="Index">The formula.</param>
/// <param name="Order"><c>desc</c> or <c>asc</c>.</param>
public sealed record WidgetOrder(int Index, string Order)
{
    /// <summary>Always a formula.</summary>
    public string Type { get; init; } = "formula";
}

/// <summary>A color for values.</summary>
/// <param name="Comparator"><c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c> or <c>&lt;=</c>.</param>
/// <param name="Value">The limit.</param>
/// <param name="Palette">Such as <c>white_on_red</c>.</param>
public sealed record WidgetColor(string Comparator, double Value, string Palette);

/// <summary>A template variable, which queries refer to as <c>$name</c>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Prefix">Tag.</param>
/// <param name="Defaults">Default values.</param>
public sealed record TemplateVariable(string Name, string Prefix, IReadOnlyList<string> Defaults);

/// <summary>Serializers generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DashboardWidget))]
[JsonSerializable(typeof(TemplateVariable))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
internal sealed partial class BuildingJson : JsonSerializerContext;
