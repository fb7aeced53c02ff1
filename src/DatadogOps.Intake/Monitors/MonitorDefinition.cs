using System.Text.Json;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Monitors;

/// <summary>
/// Checks monitors as Datadog does: properties and their types by its OpenAPI document of API v1 (Monitor, MonitorOptions,
/// MonitorThresholds), thresholds against the query in the words of its answers where those are public.
/// </summary>
internal static class MonitorDefinition
{
    /// <summary>Types whose queries this intake reads.</summary>
    private static readonly string[] Types = ["metric alert", "query alert", "service check", "event-v2 alert", "log alert"];

    /// <summary>Properties that Datadog itself sets, and ignores when they are sent back.</summary>
    public static readonly string[] ReadOnly =
    [
        "id", "created", "created_at", "creator", "deleted", "modified", "multi", "overall_state", "overall_state_modified", "org_id", "state", "matching_downtimes", "restriction_policy",
    ];

    private static readonly string[] Writable = ["name", "type", "query", "message", "tags", "priority", "options", "restricted_roles", "assets", "draft_status"];

    private static readonly string[] OptionFlags =
    [
        "enable_logs_sample", "enable_samples", "groupby_simple_monitor", "include_tags", "locked", "notify_audit", "notify_no_data", "require_full_window",
    ];

    private static readonly (string Name, long Min, long Max)[] OptionNumbers =
    [
        ("evaluation_delay", 0, 86_400), ("min_failure_duration", 0, 7200), ("min_location_failed", 1, 1000), ("new_group_delay", 0, 86_400),
        ("new_host_delay", 0, 86_400), ("no_data_timeframe", 1, 1_000_000), ("renotify_interval", 0, 1_000_000), ("renotify_occurrences", 0, 1000), ("timeout_h", 0, 24),
    ];

    private static readonly string[] OtherOptions =
    [
        "escalation_message", "thresholds", "threshold_windows", "notification_preset_name", "notify_by", "on_missing_data", "group_retention_duration", "renotify_statuses",
        "scheduling_options", "silenced", "variables", "aggregation", "synthetics_check_id", "device_ids",
    ];

    /// <summary>Checks a whole monitor.</summary>
    /// <exception cref="PayloadException">A property is not of its type.</exception>
    /// <exception cref="MonitorException">The monitor makes no sense.</exception>
    public static MonitorQuery Check(Place monitor)
    {
        CheckProperties(monitor);
        string type = monitor.Required("type").Text();
        if (!Types.Contains(type))
        {
            throw new MonitorException($"The value provided for parameter 'type' is invalid: '{type}' is not known to this intake; {string.Join(", ", Types)} are");
        }

        monitor.Required("name").Text(1, 1000);
        MonitorQuery query = MonitorQueryParser.Parse(type, monitor.Required("query").Text());
        Place? options = monitor.Optional("options");
        CheckOptions(options);
        MonitorThresholds.Check(options?.Optional("thresholds"), query, type);
        return query;
    }

    private static void CheckProperties(Place monitor)
    {
        monitor.AllowOnly([.. Writable, .. ReadOnly]);
        monitor.Optional("message")?.Text();
        monitor.Optional("priority")?.Integer(1, 5);
        monitor.Optional("draft_status")?.OneOf("draft", "published");
        foreach (Place tag in monitor.Optional("tags")?.Items() ?? [])
        {
            tag.Text(1, 200);
        }

        monitor.Optional("restricted_roles")?.Texts();
    }

    private static void CheckOptions(Place? given)
    {
        if (given is not { } options)
        {
            return;
        }

        options.AllowOnly([.. OptionFlags, .. OptionNumbers.Select(option => option.Name), .. OtherOptions]);
        foreach (string name in OptionFlags)
        {
            options.Optional(name)?.Flag();
        }

        foreach ((string name, long min, long max) in OptionNumbers)
        {
            options.Optional(name)?.Integer(min, max);
        }

        options.Optional("escalation_message")?.Text();
        options.Optional("notification_preset_name")?.OneOf("show_all", "hide_query", "hide_handles", "hide_all", "hide_query_and_handles", "show_only_snapshot", "hide_handles_and_footer");
        options.Optional("on_missing_data")?.OneOf("default", "show_no_data", "show_and_notify_no_data", "resolve");
        options.Optional("notify_by")?.Texts();
        foreach (Place status in options.Optional("renotify_statuses")?.Items() ?? [])
        {
            status.OneOf("alert", "warn", "no data");
        }

        if (options.Optional("renotify_occurrences") is { } occurrences && options.Optional("renotify_interval") is null)
        {
            throw occurrences.Error("renotify_interval is needed with it");
        }

        if (options.Optional("notify_no_data")?.Value.ValueKind == JsonValueKind.True && options.Optional("on_missing_data") is not null)
        {
            throw new MonitorException("notify_no_data and on_missing_data cannot be used together");
        }

        Place? windows = options.Optional("threshold_windows")?.AllowOnly("trigger_window", "recovery_window");
        windows?.Optional("trigger_window")?.Text();
        windows?.Optional("recovery_window")?.Text();
        options.Optional("scheduling_options")?.RequireObject();
        options.Optional("silenced")?.RequireObject();
    }
}
