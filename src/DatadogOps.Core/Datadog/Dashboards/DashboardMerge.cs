using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>
/// Lays a definition over what is there. Datadog replaces a dashboard as a whole, so what the definition does not speak of (whom
/// to tell, roles, tags, saved views) is taken along.
/// </summary>
internal static class DashboardMerge
{
    /// <summary>The body that would be put in the place of what is there.</summary>
    public static JsonObject Over(DatadogDashboard there, DatadogDashboard wanted)
    {
        JsonObject merged = DashboardJson.WriteBody(there);
        foreach ((string name, JsonNode? value) in DashboardJson.WriteBody(wanted))
        {
            if (!DefinitionJson.AreEqual(merged[name], value))
            {
                merged[name] = value?.DeepClone();
            }
        }

        return merged;
    }
}
