using System.Globalization;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>Monitors of PostgreSQL connections: how full a server is, how its connections change, and which application idles.</summary>
public static class PgConnectionMonitors
{
    /// <summary>Share of a server's connections at which to alert.</summary>
    public const double DefaultCritical = 0.85;

    /// <summary>Alerts where the share of connections that are taken is above a limit.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="critical">The limit, 0 to 1.</param>
    /// <param name="warning">Where a warning begins; null for none.</param>
    /// <param name="criticalRecovery">Where an alert ends; null for the limit.</param>
    /// <param name="warningRecovery">Where a warning ends; null for where it begins.</param>
    /// <param name="minutes">How far back, as an average.</param>
    public static DatadogMonitor Usage(PgMonitorOptions options, double critical, double? warning, double? criticalRecovery, double? warningRecovery, int minutes)
    {
        var metrics = PgMetrics.Of(options.Source);
        string query = MonitorQuery.Threshold(PgMetrics.Query(metrics.Ratio, [.. options.Filter, metrics.ServerScope], metrics.ServerTags), MonitorQuery.Last(minutes), ">", critical);
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_alert}}{{{metrics.ServerText}}} has {{value}} of its connections taken (1 is all of them); the limit is {{threshold}}.{{/is_alert}}{{#is_warning}}{{{metrics.ServerText}}} has {{value}} of its connections taken (1 is all of them); the warning is at {{warn_threshold}}.{{/is_warning}}{{#is_recovery}}{{{metrics.ServerText}}} has connections to spare again: {{value}} taken.{{/is_recovery}}

            Who holds them: Get-PgConnectionState {{{Example(options.Source)}}} -GroupBy ApplicationName, State
            """);
        return Finish(options, "usage", "PostgreSQL connections near limit", query, text) with
        {
            Warning = warning,
            CriticalRecovery = criticalRecovery,
            WarningRecovery = warningRecovery,
        };
    }

    /// <summary>Alerts where the number of a server's connections grows by more than a share.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="percent">The limit, in percent.</param>
    /// <param name="minutes">How far back, as an average.</param>
    /// <param name="against">Minutes ago that it is compared with.</param>
    public static DatadogMonitor Change(PgMonitorOptions options, double percent, int minutes, int against)
    {
        var metrics = PgMetrics.Of(options.Source);
        string query = MonitorQuery.Change(
            PgMetrics.Query(metrics.Connections, [.. options.Filter, metrics.ServerScope], metrics.ServerTags), MonitorQuery.Last(minutes), MonitorQuery.Last(against), isPercent: true, ">", percent);
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_alert}}The connections of {{{metrics.ServerText}}} grew by {{value}} % against {{{against}}} minutes ago; the limit is {{threshold}} %.{{/is_alert}}{{#is_recovery}}The connections of {{{metrics.ServerText}}} no longer grow so fast.{{/is_recovery}}

            Who holds them: Get-PgConnectionState {{{Example(options.Source)}}} -GroupBy ApplicationName, State
            """);
        return Finish(options, "change", "PostgreSQL connections grow fast", query, text);
    }

    /// <summary>Alerts where an application holds more sessions in a state than it should.</summary>
    /// <param name="options">What they have in common.</param>
    /// <param name="state">State as in pg_stat_activity.</param>
    /// <param name="connections">The limit.</param>
    /// <param name="minutes">How far back; the whole time counts, so that a short peak does not.</param>
    public static DatadogMonitor Idle(PgMonitorOptions options, string state, double connections, int minutes)
    {
        var metrics = PgMetrics.Of(options.Source);
        string[] by = [.. metrics.ServerTags, "application_name"];
        string query = MonitorQuery.Threshold(PgMetrics.Query("sum:" + PgMetrics.State, [.. options.Filter, $"state:{state}"], by), MonitorQuery.Last(minutes), ">", connections, over: "min");
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_alert}}{{application_name.name}} held {{value}} sessions '{{{state}}}' on {{{metrics.ServerText}}} for {{{minutes}}} minutes; the limit is {{threshold}}.{{/is_alert}}{{#is_recovery}}{{application_name.name}} let go of its sessions '{{{state}}}' on {{{metrics.ServerText}}}.{{/is_recovery}}

            Which they are: Get-PgConnection {{{Example(options.Source)}}} -ApplicationName '{{application_name.name}}' -State '{{{state}}}'
            """);
        string kind = state == "idle" ? "idle" : ManagedMarker.MakeSlug(state);
        return Finish(options, kind, $"PostgreSQL sessions '{state}' pile up", query, text);
    }

    private static DatadogMonitor Finish(PgMonitorOptions options, string kind, string title, string query, string text)
    {
        string[] filter = [.. options.Filter.Select(tag => tag.Trim())];
        string slug = (options.Slug ?? (filter.Length == 0 ? "pg-connection" : ManagedMarker.MakeSlug("pg-connection-" + string.Join('-', filter)))) + "-" + kind;
        DatadogMonitor monitor = MonitorBuilder.Create(filter.Length == 0 ? title : $"{title} ({string.Join(", ", filter)})", query, slug);
        return monitor with
        {
            Message = MonitorBuilder.Message(text.ReplaceLineEndings("\n"), options.Notify),
            Tags = new TagSet(["service:postgresql", .. options.Tags, .. monitor.Tags]),
            Priority = options.Priority,
        };
    }

    private static string Example(PgMetricSource source) => source == PgMetricSource.Module ? "{{server.name}} -Port {{port.name}}" : "{{host.name}}";
}
