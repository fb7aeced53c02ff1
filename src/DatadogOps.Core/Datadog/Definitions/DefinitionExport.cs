using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Terraform;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Exports definitions as JSON in the form of the API, or as Terraform resources, whose names are unique within one export.</summary>
public sealed class DefinitionExport
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>JSON of definitions: an object, or an array of several.</summary>
    public static string Json(params IReadOnlyList<DatadogMonitor> monitors) => Json([.. monitors.Select(MonitorJson.Write)]);

    /// <inheritdoc cref="Json(IReadOnlyList{DatadogMonitor})"/>
    /// <exception cref="OperationException">One of them is a summary.</exception>
    public static string Json(params IReadOnlyList<DatadogDashboard> dashboards) => Json([.. dashboards.Select(DashboardJson.Write)]);

    /// <summary>A monitor as <c>datadog_monitor</c>.</summary>
    /// <returns>The text, and the fields of the monitor that the resource has no attribute for.</returns>
    public (string Text, IReadOnlyList<string> Lost) Terraform(DatadogMonitor monitor) => TerraformMonitor.Write(monitor, Name(monitor.Slug ?? monitor.Name));

    /// <summary>A dashboard as <c>datadog_dashboard_json</c>, which supports all fields.</summary>
    /// <exception cref="OperationException">It is a summary.</exception>
    public string Terraform(DatadogDashboard dashboard) => new HclWriter().Block(
        $"resource \"datadog_dashboard_json\" {HclText.Quote(Name(dashboard.Slug ?? dashboard.Title))}",
        resource => resource.Attribute("dashboard", DefinitionJson.Text(DashboardJson.WriteBody(dashboard)))).ToString();

    private static string Json(JsonObject[] definitions) => DefinitionJson.Text(definitions.Length == 1 ? definitions[0] : new JsonArray(definitions)) + "\n";

    private string Name(string text)
    {
        string name = HclText.Name(text);
        string unique = name;
        for (int i = 2; !_names.Add(unique); i++)
        {
            unique = $"{name}_{i}";
        }

        return unique;
    }
}
