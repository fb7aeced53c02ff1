using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Monitors;

/// <summary>
/// Lays a definition over what is there. Datadog replaces the options as a whole (recorded: an option that an edit leaves out is
/// gone), so what the definition does not speak of is taken along; what the properties of <see cref="DatadogMonitor"/> stand for
/// is always spoken of.
/// </summary>
internal static class MonitorMerge
{
    private static readonly string[] AlwaysMeant = ["thresholds", "notify_no_data", "no_data_timeframe", "renotify_interval"];

    /// <summary>The body that would be put in the place of what is there.</summary>
    /// <exception cref="OperationException">The type cannot change.</exception>
    public static JsonObject Over(DatadogMonitor there, DatadogMonitor wanted)
    {
        JsonObject merged = MonitorJson.WriteBody(there);
        JsonObject body = MonitorJson.WriteBody(wanted);
        if (IsMetric(there.Type) && IsMetric(wanted.Type))
        {
            body["type"] = there.Type;
        }
        else if (there.Type != wanted.Type)
        {
            throw new OperationException(
                MonitorErrorIds.MonitorTypeFixed,
                OperationErrorKind.InvalidInput,
                wanted.Name,
                $"Monitor {there.Id} '{there.Name}' is a {there.Type} and cannot become a {wanted.Type}: Datadog does not change a monitor's type.",
                "Remove it first, or give the definition another slug.");
        }

        foreach ((string name, JsonNode? value) in body)
        {
            if (name != "options" && !IsSame(name, merged[name], value))
            {
                merged[name] = value?.DeepClone();
            }
        }

        if (!body.ContainsKey("priority") && merged["priority"] is not null)
        {
            merged["priority"] = null;
        }

        merged["options"] = Options(merged["options"] as JsonObject, body["options"] as JsonObject);
        return merged;
    }

    private static JsonObject Options(JsonObject? there, JsonObject? wanted)
    {
        var merged = there?.DeepClone() as JsonObject ?? [];
        foreach (string name in AlwaysMeant)
        {
            if (wanted?.ContainsKey(name) != true && merged[name] is { } left && !IsNothing(left))
            {
                merged.Remove(name);
            }
        }

        foreach ((string name, JsonNode? value) in wanted ?? [])
        {
            if (!DefinitionJson.AreEqual(merged[name], value))
            {
                merged[name] = value?.DeepClone();
            }
        }

        return merged;
    }

    // Without the option Datadog answers with false, 0 or nothing, which is no difference.
    private static bool IsNothing(JsonNode left) => (left is JsonValue value && value.TryGetValue(out bool on) && !on) || DefinitionJson.Number(left) == 0;

    private static bool IsSame(string name, JsonNode? there, JsonNode? wanted) => (there, wanted) switch
    {
        (JsonArray a, JsonArray b) when name == "tags" =>
            new HashSet<string>(a.Select(tag => tag?.ToString() ?? ""), StringComparer.OrdinalIgnoreCase).SetEquals(b.Select(tag => tag?.ToString() ?? "")),
        (JsonValue a, JsonValue b) when name is "message" or "query" => a.ToString().ReplaceLineEndings("\n").TrimEnd() == b.ToString().ReplaceLineEndings("\n").TrimEnd(),
        _ => DefinitionJson.AreEqual(there, wanted),
    };

    private static bool IsMetric(string type) => type is "query alert" or "metric alert";
}
