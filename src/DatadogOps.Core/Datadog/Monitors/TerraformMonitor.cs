using System.Text.Json.Nodes;
using DatadogOps.Terraform;

namespace DatadogOps.Datadog.Monitors;

/// <summary>A monitor as a <c>datadog_monitor</c> of Datadog's Terraform provider (registry.terraform.io/providers/DataDog/datadog, resource monitor).</summary>
internal static class TerraformMonitor
{
    // Options that the resource has under the same names.
    private static readonly string[] Options =
    [
        "enable_logs_sample", "enable_samples", "escalation_message", "evaluation_delay", "group_retention_duration", "groupby_simple_monitor",
        "include_tags", "new_group_delay", "new_host_delay", "no_data_timeframe", "notification_preset_name", "notify_audit", "notify_by",
        "notify_no_data", "on_missing_data", "renotify_interval", "renotify_occurrences", "renotify_statuses", "require_full_window", "timeout_h",
    ];

    // Written above, or (id) given to terraform import instead.
    private static readonly string[] Known = ["id", "name", "type", "query", "message", "tags", "priority", "options", "restricted_roles", "draft_status"];

    /// <summary>Writes the resource.</summary>
    /// <returns>The text, and the fields that the resource has no attribute for.</returns>
    public static (string Text, IReadOnlyList<string> Lost) Write(DatadogMonitor monitor, string name)
    {
        JsonObject json = MonitorJson.Write(monitor);
        var options = json["options"] as JsonObject ?? [];
        List<string> lost = [.. json.Select(pair => pair.Key).Where(field => !Known.Contains(field))];
        string text = new HclWriter().Block($"resource \"datadog_monitor\" {HclText.Quote(name)}", resource =>
        {
            Attributes(resource, json, ["name", "type", "query", "message", "tags", "priority", "restricted_roles", "draft_status"]);
            Attributes(resource, options, Options);
            foreach ((string field, JsonNode? value) in options)
            {
                switch (field, value)
                {
                    case ("thresholds", JsonObject thresholds):
                        Block(resource, "monitor_thresholds", thresholds, ["ok", "unknown", "warning", "warning_recovery", "critical", "critical_recovery"], lost, "options.thresholds.");
                        break;
                    case ("threshold_windows", JsonObject windows):
                        Block(resource, "monitor_threshold_windows", windows, ["recovery_window", "trigger_window"], lost, "options.threshold_windows.");
                        break;
                    case ("scheduling_options", JsonObject scheduling):
                        resource.Block(field, block => Scheduling(block, scheduling, lost));
                        break;
                    case ("silenced", _) or ("locked", _) or ("device_ids", _) or ("synthetics_check_id", _):
                        // Mutes are downtimes now; the others are read-only or obsolete.
                        break;
                    default:
                        if (!Options.Contains(field) && value is not null)
                        {
                            lost.Add("options." + field);
                        }

                        break;
                }
            }
        }).ToString();
        return (text, lost);
    }

    private static void Scheduling(HclWriter writer, JsonObject scheduling, List<string> lost)
    {
        foreach ((string field, JsonNode? value) in scheduling)
        {
            switch (field, value)
            {
                case ("evaluation_window", JsonObject window):
                    Block(writer, field, window, ["day_starts", "hour_starts", "month_starts", "timezone"], lost, "options.scheduling_options.evaluation_window.");
                    break;
                case ("custom_schedule", JsonObject schedule):
                    writer.Block(field, block =>
                    {
                        foreach (JsonObject recurrence in (schedule["recurrences"] as JsonArray ?? []).OfType<JsonObject>())
                        {
                            Block(block, "recurrence", recurrence, ["rrule", "start", "timezone"], lost, "options.scheduling_options.custom_schedule.recurrences.");
                        }
                    });
                    break;
                default:
                    lost.Add("options.scheduling_options." + field);
                    break;
            }
        }
    }

    private static void Block(HclWriter writer, string name, JsonObject fields, string[] known, List<string> lost, string path)
    {
        writer.Block(name, block => Attributes(block, fields, known));
        lost.AddRange(fields.Where(pair => pair.Value is not null && !known.Contains(pair.Key)).Select(pair => path + pair.Key));
    }

    private static void Attributes(HclWriter writer, JsonObject fields, string[] names)
    {
        foreach (string name in names)
        {
            writer.Attribute(name, fields[name]);
        }
    }
}
