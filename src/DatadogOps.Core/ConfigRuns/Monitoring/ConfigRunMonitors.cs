using System.Globalization;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.ConfigRuns.Monitoring;

/// <summary>Monitors of configuration runs, each for every host and tool by itself: runs that fail, hosts that are silent, runs that are slow.</summary>
public static class ConfigRunMonitors
{
    private const string Who = "{{tool.name}} on {{host.name}}";

    /// <summary>Alerts where a run failed.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="minutes">How far back, at most the time between two runs: an alert ends that long after the last failure.</param>
    public static DatadogMonitor Failed(MonitorOptions options, int minutes)
    {
        string query = MonitorQuery.Threshold(Query("max:" + ConfigRunMetricNames.Failure, options), minutes * 60, ">", 0, over: "max");
        const string Text = $$$"""
            {{#is_alert}}{{{Who}}} failed. What failed and why is in its event: tool:{{tool.name}} host:{{host.name}} status:failed.{{/is_alert}}{{#is_recovery}}{{{Who}}} runs well again.{{/is_recovery}}
            """;
        return options.Create("config-run", "failed", "Configuration run failed", query, Text);
    }

    /// <summary>Tells of hosts that no run was told of for long: the limit of the query is never met, missing data is what is told.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="minutes">Minutes without a run.</param>
    public static DatadogMonitor Silent(MonitorOptions options, int minutes)
    {
        string query = MonitorQuery.Threshold(Query("max:" + ConfigRunMetricNames.Success, options), Math.Max(1, minutes / 2) * 60, "<", 0, over: "max");
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_no_data}}No run of {{{Who}}} was told of for {{{minutes}}} minutes. Is it run, and does its report get here? On the host: Test-ConfigRunHandler.{{/is_no_data}}{{#is_recovery}}{{{Who}}} is heard of again.{{/is_recovery}}
            """);
        return options.Create("config-run", "silent", "No configuration run", query, text) with { NotifyNoData = true, NoDataSeconds = minutes * 60 };
    }

    /// <summary>Alerts where runs take long.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="critical">The limit, in seconds.</param>
    /// <param name="warning">Where a warning begins; null for none.</param>
    /// <param name="minutes">How far back, as an average of the runs.</param>
    public static DatadogMonitor Slow(MonitorOptions options, double critical, double? warning, int minutes)
    {
        string query = MonitorQuery.Threshold(Query("avg:" + ConfigRunMetricNames.Elapsed, options), minutes * 60, ">", critical);
        const string Text = $$$"""
            {{#is_alert}}{{{Who}}} took {{value}} seconds; the limit is {{threshold}}.{{/is_alert}}{{#is_warning}}{{{Who}}} took {{value}} seconds; the warning is at {{warn_threshold}}.{{/is_warning}}{{#is_recovery}}{{{Who}}} takes {{value}} seconds again.{{/is_recovery}}

            Where the time goes: config_run.resource_seconds by resource_type.
            """;
        return options.Create("config-run", "slow", "Configuration run is slow", query, Text) with { Warning = warning };
    }

    private static string Query(string metric, MonitorOptions options) => MonitorQuery.Metric(metric, options.Filter, ConfigRunMetricNames.RunTags);
}
