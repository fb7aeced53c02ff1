using System.Text.Json.Nodes;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Converts a monitor from and to JSON (schema <c>Monitor</c> of Datadog's OpenAPI document).</summary>
internal static class MonitorJson
{
    // Set by Datadog, not part of a definition.
    private static readonly string[] StateFields =
    [
        "created", "created_at", "creator", "deleted", "matching_downtimes", "modified", "multi", "org_id", "overall_state",
        "overall_state_modified", "state", "restriction_policy",
    ];

    public static DatadogMonitor Read(JsonObject source)
    {
        var options = source["options"] as JsonObject;
        var thresholds = options?["thresholds"] as JsonObject;
        return new DatadogMonitor
        {
            Id = DefinitionJson.Number(source, "id") is { } id and > 0 and < 1L << 53 ? (long)id : null,
            Name = DefinitionJson.String(source, "name") ?? "",
            Type = DefinitionJson.String(source, "type") ?? DatadogMonitor.MetricType,
            Query = DefinitionJson.String(source, "query") ?? "",
            Message = DefinitionJson.String(source, "message") ?? "",
            Tags = ReadTags(source["tags"]),
            Priority = DefinitionJson.Whole(source, "priority"),
            Critical = DefinitionJson.Number(thresholds, "critical"),
            CriticalRecovery = DefinitionJson.Number(thresholds, "critical_recovery"),
            Warning = DefinitionJson.Number(thresholds, "warning"),
            WarningRecovery = DefinitionJson.Number(thresholds, "warning_recovery"),
            NotifyNoData = DefinitionJson.Truth(options, "notify_no_data"),
            NoDataSeconds = FromMinutes(DefinitionJson.Whole(options, "no_data_timeframe")),
            RenotifySeconds = FromMinutes(DefinitionJson.Whole(options, "renotify_interval")),
            RequireFullWindow = DefinitionJson.Truth(options, "require_full_window"),
            EvaluationDelaySeconds = DefinitionJson.Whole(options, "evaluation_delay"),
            NewGroupDelaySeconds = DefinitionJson.Whole(options, "new_group_delay"),
            State = DefinitionJson.String(source, "overall_state"),
            Created = DefinitionJson.Time(source, "created"),
            Modified = DefinitionJson.Time(source, "modified"),
            Creator = DefinitionJson.String(source["creator"] as JsonObject, "handle"),
            Source = source,
        };
    }

    /// <summary>The definition: the properties in a stable order, then everything else that was read.</summary>
    public static JsonObject Write(DatadogMonitor monitor)
    {
        JsonObject? source = monitor.Source;
        var json = new JsonObject();
        Put(json, "id", monitor.Id);
        json["name"] = monitor.Name;
        json["type"] = monitor.Type;
        json["query"] = monitor.Query;
        json["message"] = monitor.Message;
        json["tags"] = new JsonArray([.. monitor.Tags.Select(tag => JsonValue.Create(tag))]);
        Put(json, "priority", monitor.Priority);
        JsonObject options = WriteOptions(monitor, source?["options"] as JsonObject);
        if (options.Count > 0)
        {
            json["options"] = options;
        }

        AddRest(json, source, StateFields, ["id", "priority", "options"]);
        return json;
    }

    /// <summary>The body of a request: the definition without its id, which is part of the path.</summary>
    public static JsonObject WriteBody(DatadogMonitor monitor)
    {
        JsonObject json = Write(monitor);
        json.Remove("id");
        return json;
    }

    private static JsonObject WriteOptions(DatadogMonitor monitor, JsonObject? source)
    {
        var options = new JsonObject();
        var thresholds = new JsonObject();
        Put(thresholds, "critical", monitor.Critical);
        Put(thresholds, "critical_recovery", monitor.CriticalRecovery);
        Put(thresholds, "warning", monitor.Warning);
        Put(thresholds, "warning_recovery", monitor.WarningRecovery);
        AddRest(thresholds, source?["thresholds"] as JsonObject, [], ["critical", "critical_recovery", "warning", "warning_recovery"]);
        if (thresholds.Count > 0)
        {
            options["thresholds"] = thresholds;
        }

        Put(options, "notify_no_data", monitor.NotifyNoData);
        Put(options, "no_data_timeframe", ToMinutes(monitor.NoDataSeconds));
        Put(options, "renotify_interval", ToMinutes(monitor.RenotifySeconds));
        Put(options, "require_full_window", monitor.RequireFullWindow);
        Put(options, "evaluation_delay", monitor.EvaluationDelaySeconds);
        Put(options, "new_group_delay", monitor.NewGroupDelaySeconds);
        AddRest(options, source, [], ["thresholds", "notify_no_data", "no_data_timeframe", "renotify_interval", "require_full_window", "evaluation_delay", "new_group_delay"]);
        return options;
    }

    private static int? FromMinutes(int? minutes) => minutes is { } count ? (int)Math.Clamp(count * 60L, int.MinValue, int.MaxValue) : null;

    private static int? ToMinutes(int? seconds) => seconds is { } count ? MonitorQuery.Minutes(count) : null;

    // A null property was removed on purpose, so its field is not taken from the source.
    private static void AddRest(JsonObject to, JsonObject? source, string[] left, string[] shown)
    {
        foreach ((string name, JsonNode? value) in source ?? [])
        {
            if (value is not null && !to.ContainsKey(name) && !left.Contains(name) && !shown.Contains(name))
            {
                to[name] = value.DeepClone();
            }
        }
    }

    private static void Put<T>(JsonObject to, string name, T? value)
        where T : struct
    {
        if (value is { } known)
        {
            to[name] = JsonValue.Create(known);
        }
    }

    private static TagSet ReadTags(JsonNode? node) => node is JsonArray list
        ? new TagSet([.. list.OfType<JsonValue>().Select(tag => tag.TryGetValue(out string? text) ? text : null).OfType<string>()])
        : TagSet.Empty;
}
