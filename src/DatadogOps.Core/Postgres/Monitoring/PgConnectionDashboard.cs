using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Postgres.Monitoring;

/// <summary>A dashboard of PostgreSQL connections: how many, in which states, of which applications, and how near the limit.</summary>
public static class PgConnectionDashboard
{
    /// <summary>Makes the definition.</summary>
    /// <param name="title">Title.</param>
    /// <param name="slug">Lasting name.</param>
    /// <param name="source">Who sends the metrics.</param>
    /// <param name="filter">Tags of the servers that are meant, all of them.</param>
    /// <param name="critical">Share of the connections that is marked as the limit, 0 to 1.</param>
    /// <param name="warning">Share that is marked as the warning; null for none.</param>
    /// <exception cref="OperationException">The slug is none.</exception>
    public static DatadogDashboard Create(string title, string slug, PgMetricSource source, IReadOnlyList<string> filter, double critical, double? warning)
    {
        var metrics = PgMetrics.Of(source);
        string[] servers = [.. filter, .. metrics.ServerTags.Select(tag => "$" + tag)];
        string[] scope = metrics.ServerScope is { } only ? [.. servers, only] : servers;
        string[] application = [.. servers, "$application_name"];
        string states = "sum:" + PgMetrics.State;
        WidgetMarker[] markers = Markers(critical, warning);
        WidgetColor[] colors = warning is { } soon
            ? [new(">=", critical, "white_on_red"), new(">=", soon, "white_on_yellow"), new("<", soon, "white_on_green")]
            : [new(">=", critical, "white_on_red"), new("<", critical, "white_on_green")];

        var builder = new DashboardBuilder(title, slug, "Connections of PostgreSQL: how many, what they do, who holds them, and how near the limit they are.");
        foreach (string tag in (string[])[.. metrics.ServerTags, "application_name"])
        {
            builder.AddVariable(tag);
        }

        return builder.Add(
            DashboardBuilder.Group(
                "How full",
                DashboardBuilder.Value("Taken now, of 1", PgMetrics.Query(metrics.Ratio.Replace("avg:", "max:", StringComparison.Ordinal), scope), 2, colors),
                DashboardBuilder.Graph("Share of connections taken", PgMetrics.Query(metrics.Ratio, scope, metrics.ServerTags), "line", markers),
                DashboardBuilder.Graph("Connections", PgMetrics.Query(metrics.Connections, scope, metrics.ServerTags))),
            DashboardBuilder.Group(
                "What they do",
                DashboardBuilder.Graph("Connections by state", PgMetrics.Query(states, servers, "state"), "area"),
                DashboardBuilder.Graph("Connections by application", PgMetrics.Query(states, application, "application_name"), "area"),
                DashboardBuilder.Graph("Idle connections by application", PgMetrics.Query(states, [.. application, "state:idle"], "application_name")),
                DashboardBuilder.Graph("Idle in transaction by application", PgMetrics.Query(states, [.. application, "state:idle_in_transaction*"], "application_name")),
                DashboardBuilder.Graph("States of the chosen application", PgMetrics.Query(states, application, "state"), "area"),
                DashboardBuilder.TopList("Most idle connections now", PgMetrics.Query(states, [.. application, "state:idle"], "application_name")))).Build();
    }

    private static WidgetMarker[] Markers(double critical, double? warning)
    {
        WidgetMarker alert = Marker(critical, "error dashed", "alert");
        return warning is { } soon ? [alert, Marker(soon, "warning dashed", "warning")] : [alert];
    }

    private static WidgetMarker Marker(double at, string display, string what) =>
        new($"y = {MonitorQuery.Number(at)}", display, string.Create(CultureInfo.InvariantCulture, $"{what} at {at * 100:0.##} %"));
}
