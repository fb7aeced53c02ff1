using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>
/// Merges a definition into the existing dashboard. Datadog replaces a dashboard as a whole, so fields that the definition does not contain
/// (notify list, roles, tags, saved views) are copied from the existing one.
/// </summary>
internal static class DashboardMerge
{
    /// <summary>The body of the update.</summary>
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
