using System.Globalization;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>Monitors of PostgreSQL connections: how full a server is, how fast its connections grow, and which application leaves sessions idle.</summary>
public static class PgConnectionMonitors
{
    /// <summary>Share of a server's connections at which to alert.</summary>
    public const double DefaultCritical = 0.85;

    /// <summary>Alerts when the share of connections in use exceeds a limit.</summary>
    /// <param name="options">What the monitors have in common.</param>
    /// <param name="source">Who sends the metrics: a word of <see cref="PgMetricSource"/>.</param>
    /// <param name="critical">The limit, 0 to 1.</param>
    /// <param name="warning">Limit of a warning; null for none.</param>
    /// <param name="criticalRecovery">Share at which an alert ends; null for the limit.</param>
    /// <param name="warningRecovery">Share at which a warning ends; null for its limit.</param>
    /// <param name="windowSeconds">Window over which the share is averaged.</param>
    public static DatadogMonitor Usage(
        MonitorOptions options, string source, double critical, double? warning, double? criticalRecovery, double? warningRecovery, int windowSeconds)
    {
        var metrics = PgMetrics.Of(source);
        string query = MonitorQuery.Threshold(MonitorQuery.Metric("avg:" + metrics.Ratio, [.. options.Filter, metrics.ServerScope], metrics.ServerTags), windowSeconds, ">", critical);
        string text = $$$"""
            {{#is_alert}}{{{metrics.ServerText}}} uses {{value}} of its connections (1 is all of them); the limit is {{threshold}}.{{/is_alert}}{{#is_warning}}{{{metrics.ServerText}}} uses {{value}} of its connections (1 is all of them); the warning threshold is {{warn_threshold}}.{{/is_warning}}{{#is_recovery}}{{{metrics.ServerText}}} has free connections again: {{value}} in use.{{/is_recovery}}

            To see who holds them: Get-PgConnectionState {{{metrics.ServerParameters}}} -GroupBy ApplicationName, State
            """;
        return Create(options, "usage", "PostgreSQL connections near limit", query, text) with
        {
            Warning = warning,
            CriticalRecovery = criticalRecovery,
            WarningRecovery = warningRecovery,
        };
    }

    /// <summary>Alerts when the number of a server's connections grows by more than a percentage.</summary>
    /// <param name="options">What the monitors have in common.</param>
    /// <param name="source">Who sends the metrics: a word of <see cref="PgMetricSource"/>.</param>
    /// <param name="percent">The limit, in percent.</param>
    /// <param name="windowSeconds">Window over which the number is averaged.</param>
    /// <param name="againstSeconds">How long ago the number is compared with.</param>
    public static DatadogMonitor Change(MonitorOptions options, string source, double percent, int windowSeconds, int againstSeconds)
    {
        var metrics = PgMetrics.Of(source);
        string query = MonitorQuery.Growth(MonitorQuery.Metric(metrics.Connections, [.. options.Filter, metrics.ServerScope], metrics.ServerTags), windowSeconds, againstSeconds, percent);
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_alert}}The connections of {{{metrics.ServerText}}} grew by {{value}} % within {{{MonitorQuery.Minutes(againstSeconds)}}} minutes; the limit is {{threshold}} %.{{/is_alert}}{{#is_recovery}}The connections of {{{metrics.ServerText}}} no longer grow that fast.{{/is_recovery}}

            To see who holds them: Get-PgConnectionState {{{metrics.ServerParameters}}} -GroupBy ApplicationName, State
            """);
        return Create(options, "change", "PostgreSQL connections grow fast", query, text);
    }

    /// <summary>Alerts when an application holds more sessions in a state than a limit.</summary>
    /// <param name="options">What the monitors have in common.</param>
    /// <param name="source">Who sends the metrics: a word of <see cref="PgMetricSource"/>.</param>
    /// <param name="state">State as in pg_stat_activity.</param>
    /// <param name="connections">The limit.</param>
    /// <param name="windowSeconds">Window during which the limit must be exceeded all the time, so that a short peak raises no alert.</param>
    public static DatadogMonitor Idle(MonitorOptions options, string source, string state, double connections, int windowSeconds)
    {
        var metrics = PgMetrics.Of(source);
        string sessions = PgMetrics.States([.. options.Filter, $"{PgMetricNames.SessionState}:{state}"], [.. metrics.ServerTags, PgMetricNames.ApplicationName]);
        string query = MonitorQuery.Threshold(sessions, windowSeconds, ">", connections, over: "min");
        string text = string.Create(CultureInfo.InvariantCulture, $$$"""
            {{#is_alert}}{{application_name.name}} held {{value}} sessions '{{{state}}}' on {{{metrics.ServerText}}} for {{{MonitorQuery.Minutes(windowSeconds)}}} minutes; the limit is {{threshold}}.{{/is_alert}}{{#is_recovery}}{{application_name.name}} released its sessions '{{{state}}}' on {{{metrics.ServerText}}}.{{/is_recovery}}

            To list them: Get-PgConnection {{{metrics.ServerParameters}}} -ApplicationName '{{application_name.name}}' -State '{{{state}}}'
            """);
        return Create(options, ManagedMarker.MakeSlug(state), $"PostgreSQL sessions '{state}' pile up", query, text);
    }

    private static DatadogMonitor Create(MonitorOptions options, string kind, string title, string query, string text) =>
        (options with { Tags = new TagSet("service:postgresql").With(options.Tags.AsSpan()) }).Create("pg-connection", kind, title, query, text);
}
