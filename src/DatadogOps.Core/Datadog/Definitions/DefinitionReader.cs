using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Reads definitions from JSON: from Datadog's pages ("Export"), its API, Export-DatadogMonitor or Export-DatadogDashboard.</summary>
public static class DefinitionReader
{
    /// <summary>Reads monitors: one object or an array.</summary>
    /// <exception cref="OperationException">The text is not JSON, or not a monitor.</exception>
    public static IReadOnlyList<DatadogMonitor> ReadMonitors(string json) =>
        [.. DefinitionJson.Read(json, "monitor definition").Select(one => Require(one, "query", "monitor definition")).Select(MonitorJson.Read)];

    /// <summary>Reads dashboards: one object or an array.</summary>
    /// <exception cref="OperationException">The text is not JSON, or not a dashboard.</exception>
    public static IReadOnlyList<DatadogDashboard> ReadDashboards(string json) =>
        [.. DefinitionJson.Read(json, "dashboard definition").Select(one => Require(one, "widgets", "dashboard definition")).Select(DashboardJson.Read)];

    /// <summary>Reads a part of a definition: options of a monitor, or a widget.</summary>
    /// <exception cref="OperationException">The text is not a JSON object.</exception>
    public static JsonObject ReadPart(string json, string what) => DefinitionJson.Read(json, what) is [JsonObject one] ? one : throw DefinitionJson.Unreadable(what, "it is not one object");

    /// <summary>The same dashboard with another slug.</summary>
    public static DatadogDashboard Mark(DatadogDashboard dashboard, string slug) => dashboard with { Description = ManagedMarker.Mark(dashboard.Description, slug) };

    /// <summary>The same monitor with another slug.</summary>
    public static DatadogMonitor Mark(DatadogMonitor monitor, string slug) => monitor with { Tags = ManagedMarker.Mark(monitor.Tags, slug) };

    private static JsonObject Require(JsonObject source, string field, string what) =>
        source[field] is not null ? source : throw DefinitionJson.Unreadable(what, $"it has no '{field}'");
}
