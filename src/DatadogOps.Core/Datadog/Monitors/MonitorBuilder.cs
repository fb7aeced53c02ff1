using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Monitors;

/// <summary>Makes monitors whose parts agree: the limit of the query is the critical threshold, and the marker is among the tags.</summary>
public static class MonitorBuilder
{
    /// <summary>A monitor of any query.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="query">Its query; the limit at its end, if there is one, becomes the critical threshold.</param>
    /// <param name="slug">Its lasting name; null for one made of the name.</param>
    /// <exception cref="OperationException">The slug is none, or none can be made of the name.</exception>
    public static DatadogMonitor Create(string name, string query, string? slug = null) => new()
    {
        Name = name,
        Query = query,
        Critical = MonitorQuery.Limit(query)?.Critical,
        Tags = ManagedMarker.Mark(TagSet.Empty, slug is null ? ManagedMarker.MakeSlug(name) : ManagedMarker.CheckSlug(slug)),
        // Points of this module come as often as it is run; a full window is seldom there.
        RequireFullWindow = false,
        NotifyNoData = false,
    };

    /// <summary>A monitor of a definition as the API has it: what it names goes before what the monitor says.</summary>
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

    /// <summary>A text and those it is for, as Datadog has them in one message.</summary>
    /// <param name="text">The text.</param>
    /// <param name="notify">Handles: <c>slack-dba</c>, <c>@pagerduty-Database</c>, <c>dba@example.com</c>; the leading @ may be left out.</param>
    public static string Message(string text, params IEnumerable<string> notify)
    {
        string handles = string.Join(' ', notify.Select(one => one.Trim()).Where(one => one.Length > 0).Select(one => one.StartsWith('@') ? one : "@" + one));
        return handles.Length == 0 ? text : text.Length == 0 ? handles : $"{text}\n\n{handles}";
    }
}
