using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Datadog.Monitors;

/// <summary>
/// Merges a definition into the existing monitor. Datadog replaces the options as a whole: an option that an update omits is removed.
/// So options that the definition does not mention are copied from the existing monitor, except those that are properties of
/// <see cref="DatadogMonitor"/>, where null means none.
/// </summary>
internal static class MonitorMerge
{
    private static readonly string[] Explicit = ["thresholds", "notify_no_data", "no_data_timeframe", "renotify_interval"];

    /// <summary>The body of the update.</summary>
    /// <exception cref="OperationException">The type differs, and cannot be changed.</exception>
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
                $"Monitor {there.Id} '{there.Name}' is of type '{there.Type}' and cannot become '{wanted.Type}': Datadog does not allow a monitor's type to change.",
                "Remove the monitor first, or give the definition another slug.");
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
        foreach (string name in Explicit)
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

    // Datadog returns false, 0 or nothing for an option that is not set.
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
