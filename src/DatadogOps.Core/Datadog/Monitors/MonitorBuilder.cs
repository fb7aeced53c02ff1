using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Creates monitors that are consistent: the limit of the query is the critical threshold, and the marker is among the tags.</summary>
public static class MonitorBuilder
{
    /// <summary>Creates a monitor of any query.</summary>
    /// <param name="name">Name.</param>
    /// <param name="query">Query. A limit at its end becomes the critical threshold.</param>
    /// <param name="slug">Slug; null for one made of the name.</param>
    /// <exception cref="OperationException">The slug is invalid, or none can be made of the name.</exception>
    public static DatadogMonitor Create(string name, string query, string? slug = null) => new()
    {
        Name = name,
        Query = query,
        Critical = MonitorQuery.Limit(query)?.Critical,
        Tags = ManagedMarker.Mark(TagSet.Empty, slug is null ? ManagedMarker.MakeSlug(name) : ManagedMarker.CheckSlug(slug)),
        // Points arrive as often as the module is run, so a window is seldom full.
        RequireFullWindow = false,
        NotifyNoData = false,
    };

    /// <summary>Adds options as the API has them; they take precedence over the monitor's properties.</summary>
    public static DatadogMonitor WithOptions(DatadogMonitor monitor, JsonObject options)
    {
        JsonObject json = MonitorJson.Write(monitor);
        var merged = json["options"] as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in options)
        {
            merged[name] = value?.DeepClone();
        }

        json["options"] = merged.DeepClone();
        return MonitorJson.Read(json);
    }

    /// <summary>The message of a monitor: a text, followed by the handles to notify.</summary>
    /// <param name="text">The text.</param>
    /// <param name="notify">Handles, with or without the leading @: <c>slack-dba</c>, <c>@pagerduty-Database</c>, <c>dba@example.com</c>.</param>
    public static string Message(string text, params IEnumerable<string> notify)
    {
        string handles = string.Join(' ', notify.Select(one => one.Trim()).Where(one => one.Length > 0).Select(one => one.StartsWith('@') ? one : "@" + one));
        return handles.Length == 0 ? text : text.Length == 0 ? handles : $"{text}\n\n{handles}";
    }
}
