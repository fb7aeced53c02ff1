using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>A dashboard of PostgreSQL connections: how many, in which states, of which applications, and how close to the limit.</summary>
public static class PgConnectionDashboard
{
    /// <summary>Creates the definition.</summary>
    /// <param name="title">Title.</param>
    /// <param name="slug">Slug; null for one made of the title.</param>
    /// <param name="source">Who sends the metrics: a word of <see cref="PgMetricSource"/>.</param>
    /// <param name="filter">Tags that a server must have, all of them.</param>
    /// <param name="critical">Share of the connections that is marked as the limit, 0 to 1.</param>
    /// <param name="warning">Share that is marked as the warning threshold; null for none.</param>
    /// <exception cref="OperationException">The slug is invalid.</exception>
    public static DatadogDashboard Create(string title, string? slug, string source, IReadOnlyList<string> filter, double critical, double? warning)
    {
        var metrics = PgMetrics.Of(source);
        string[] servers = [.. filter, .. metrics.ServerTags.Select(tag => "$" + tag)];
        string[] scope = metrics.ServerScope is { } only ? [.. servers, only] : servers;
        string[] application = [.. servers, "$" + PgMetricNames.ApplicationName];
        string[] idle = [.. application, $"{PgMetricNames.SessionState}:idle"];
        WidgetMarker[] markers = Markers(critical, warning);
        WidgetColor[] colors = warning is { } soon
            ? [new(">=", critical, "white_on_red"), new(">=", soon, "white_on_yellow"), new("<", soon, "white_on_green")]
            : [new(">=", critical, "white_on_red"), new("<", critical, "white_on_green")];

        var builder = new DashboardBuilder(title, slug, "PostgreSQL connections: how many there are, what they do, who holds them, and how close to the limit they are.");
        foreach (string tag in (string[])[.. metrics.ServerTags, PgMetricNames.ApplicationName])
        {
            builder.AddVariable(tag);
        }

        return builder.Add(
            DashboardBuilder.Group(
                "How full",
                DashboardBuilder.Value("In use now (1 is all)", MonitorQuery.Metric("max:" + metrics.Ratio, scope), 2, colors),
                DashboardBuilder.Graph("Share of connections in use", MonitorQuery.Metric("avg:" + metrics.Ratio, scope, metrics.ServerTags), "line", markers),
                DashboardBuilder.Graph("Connections", MonitorQuery.Metric(metrics.Connections, scope, metrics.ServerTags))),
            DashboardBuilder.Group(
                "What they do",
                DashboardBuilder.Graph("Connections by state", PgMetrics.States(servers, PgMetricNames.SessionState), "area"),
                DashboardBuilder.Graph("Connections by application", PgMetrics.States(application, PgMetricNames.ApplicationName), "area"),
                DashboardBuilder.Graph("Idle connections by application", PgMetrics.States(idle, PgMetricNames.ApplicationName)),
                DashboardBuilder.Graph("Idle in transaction by application", PgMetrics.States([.. application, $"{PgMetricNames.SessionState}:idle_in_transaction*"], PgMetricNames.ApplicationName)),
                DashboardBuilder.Graph("States of the selected application", PgMetrics.States(application, PgMetricNames.SessionState), "area"),
                DashboardBuilder.TopList("Most idle connections now", PgMetrics.States(idle, PgMetricNames.ApplicationName)))).Build();
    }

    private static WidgetMarker[] Markers(double critical, double? warning)
    {
        WidgetMarker alert = Marker(critical, "error dashed", "alert");
        return warning is { } soon ? [alert, Marker(soon, "warning dashed", "warning")] : [alert];
    }

    private static WidgetMarker Marker(double at, string display, string what) =>
        new($"y = {MonitorQuery.Number(at)}", display, string.Create(CultureInfo.InvariantCulture, $"{what} at {at * 100:0.##} %"));
}
