using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Reads definitions from JSON: of Datadog's pages ("Export"), of its API, or of Export-DatadogMonitor and Export-DatadogDashboard.</summary>
public static class DefinitionReader
{
    /// <summary>Monitors of a text: one object, or a list.</summary>
    /// <exception cref="OperationException">It is no JSON, or no monitor.</exception>
    public static IReadOnlyList<DatadogMonitor> ReadMonitors(string json) =>
        [.. DefinitionJson.Read(json, "monitor definition").Select(one => Require(one, "query", "monitor definition")).Select(MonitorJson.Read)];

    /// <summary>Dashboards of a text: one object, or a list.</summary>
    /// <exception cref="OperationException">It is no JSON, or no dashboard.</exception>
    public static IReadOnlyList<DatadogDashboard> ReadDashboards(string json) =>
        [.. DefinitionJson.Read(json, "dashboard definition").Select(one => Require(one, "widgets", "dashboard definition")).Select(DashboardJson.Read)];

    /// <summary>A part of a definition: options of a monitor, or a widget.</summary>
    /// <exception cref="OperationException">It is no JSON object.</exception>
    public static JsonObject ReadPart(string json, string what) => DefinitionJson.Read(json, what) is [JsonObject one] ? one : throw DefinitionJson.Unreadable(what, "it is not one object");

    /// <summary>The same dashboard with another slug.</summary>
    public static DatadogDashboard Mark(DatadogDashboard dashboard, string slug) => dashboard with { Description = ManagedMarker.Mark(dashboard.Description, slug) };

    /// <summary>The same monitor with another slug.</summary>
    public static DatadogMonitor Mark(DatadogMonitor monitor, string slug) => monitor with { Tags = ManagedMarker.Mark(monitor.Tags, slug) };

    private static JsonObject Require(JsonObject source, string field, string what) =>
        source[field] is not null ? source : throw DefinitionJson.Unreadable(what, $"it has no '{field}'");
}
