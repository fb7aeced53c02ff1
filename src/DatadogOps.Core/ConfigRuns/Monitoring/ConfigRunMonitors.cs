using System.Globalization;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.ConfigRuns.Monitoring;

/// <summary>Monitors of configuration runs, evaluated for each host and tool: failed runs, silent hosts, slow runs.</summary>
public static class ConfigRunMonitors
{
    private const string Who = "{{tool.name}} on {{host.name}}";

    /// <summary>Alerts on a failed run.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="seconds">Length of the window, at most the time between two runs: an alert ends that long after the last failure.</param>
    public static DatadogMonitor Failed(MonitorOptions options, int seconds)
    {
        string query = MonitorQuery.Threshold(Query("max:" + ConfigRunMetricNames.Failure, options), seconds, ">", 0, over: "max");
        const string Text = $$$"""
            {{#is_alert}}{{{Who}}} failed. The event has the cause: tool:{{tool.name}} host:{{host.name}} status:failed.{{/is_alert}}{{#is_recovery}}{{{Who}}} succeeds again.{{/is_recovery}}
            """;
        return options.Create("config-run", "failed", "Configuration run failed", query, Text);
    }

    /// <summary>Alerts on hosts without a run: the threshold is never met, and missing data notifies.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="seconds">Time without a run.</param>
    public static DatadogMonitor Silent(MonitorOptions options, int seconds)
    {
        string query = MonitorQuery.Threshold(Query("max:" + ConfigRunMetricNames.Success, options), Math.Max(60, seconds / 120 * 60), "<", 0, over: "max");
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_no_data}}No run of {{{Who}}} for {{{MonitorQuery.Minutes(seconds)}}} minutes. Check whether it runs and is reported; on the host: Test-ConfigRunHandler.{{/is_no_data}}{{#is_recovery}}{{{Who}}} reports again.{{/is_recovery}}
            """);
        return options.Create("config-run", "silent", "No configuration run", query, text) with { NotifyNoData = true, NoDataSeconds = seconds };
    }

    /// <summary>Alerts on slow runs.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="critical">The limit, in seconds.</param>
    /// <param name="warning">Limit of the warning, in seconds; null for none.</param>
    /// <param name="seconds">Length of the window, over which runs are averaged.</param>
    public static DatadogMonitor Slow(MonitorOptions options, double critical, double? warning, int seconds)
    {
        string query = MonitorQuery.Threshold(Query("avg:" + ConfigRunMetricNames.Elapsed, options), seconds, ">", critical);
        const string Text = $$$"""
            {{#is_alert}}{{{Who}}} took {{value}} seconds; the limit is {{threshold}}.{{/is_alert}}{{#is_warning}}{{{Who}}} took {{value}} seconds; the warning is at {{warn_threshold}}.{{/is_warning}}{{#is_recovery}}{{{Who}}} takes {{value}} seconds.{{/is_recovery}}

            Time by type of resource: config_run.resource_seconds.
            """;
        return options.Create("config-run", "slow", "Configuration run is slow", query, Text) with { Warning = warning };
    }

    private static string Query(string metric, MonitorOptions options) => MonitorQuery.Metric(metric, options.Filter, ConfigRunMetricNames.RunTags);
}
