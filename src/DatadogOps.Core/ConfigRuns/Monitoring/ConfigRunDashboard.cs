using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.ConfigRuns.Monitoring;

/// <summary>A dashboard of configuration runs: failures, durations and changes.</summary>
public static class ConfigRunDashboard
{
    /// <summary>Creates the definition.</summary>
    /// <param name="title">Title.</param>
    /// <param name="slug">Permanent name.</param>
    /// <param name="filter">Tags that the runs must have, all of them.</param>
    /// <param name="slowSeconds">Duration that is marked as slow; null for no mark.</param>
    /// <exception cref="OperationException">The slug is invalid.</exception>
    public static DatadogDashboard Create(string title, string slug, IReadOnlyList<string> filter, double? slowSeconds)
    {
        string[] variables = [ConfigRunMetricNames.Tool, "env", "host"];
        string[] scope = [.. filter, .. variables.Select(name => "$" + name)];
        string Query(string metric, params string[] by) => MonitorQuery.Metric(metric, scope, by);

        var builder = new DashboardBuilder(title, slug, "Runs of Chef, Puppet, Ansible, DSC and Salt: failures, durations and changes.");
        foreach (string name in variables)
        {
            builder.AddVariable(name);
        }

        WidgetMarker[] slow = slowSeconds is { } seconds ? [new($"y = {MonitorQuery.Number(seconds)}", "warning dashed", "slow")] : [];
        return builder.Add(
            DashboardBuilder.Group(
                "Failures",
                DashboardBuilder.Value("Hosts whose last run failed", Query("sum:" + ConfigRunMetricNames.Failure), 0, new WidgetColor(">", 0, "white_on_red"), new WidgetColor("<=", 0, "white_on_green")),
                DashboardBuilder.Graph("Failed runs by tool", Query("sum:" + ConfigRunMetricNames.Failure, ConfigRunMetricNames.Tool), "bars"),
                DashboardBuilder.Graph("Successful runs by tool", Query("sum:" + ConfigRunMetricNames.Success, ConfigRunMetricNames.Tool), "bars"),
                DashboardBuilder.TopList("Most failed resources", Query("max:" + ConfigRunMetricNames.FailedResources, "host")),
                DashboardBuilder.Note("For the causes, see the events with `tool:chef`, `tool:puppet`, `tool:ansible`, `tool:dsc`, `tool:salt` and `status:failed`.")),
            DashboardBuilder.Group(
                "Time",
                DashboardBuilder.Graph("Duration of a run (seconds)", Query("avg:" + ConfigRunMetricNames.Elapsed, ConfigRunMetricNames.RunTags), "line", slow),
                DashboardBuilder.TopList("Slowest hosts", Query("max:" + ConfigRunMetricNames.Elapsed, "host")),
                DashboardBuilder.Graph("Seconds by type of resource", Query("avg:" + ConfigRunMetricNames.TypeSeconds, ConfigRunMetricNames.ResourceType), "area")),
            DashboardBuilder.Group(
                "Changes",
                DashboardBuilder.Graph("Resources updated by tool", Query("sum:" + ConfigRunMetricNames.Updated, ConfigRunMetricNames.Tool), "bars"),
                DashboardBuilder.TopList("Most updated resources", Query("max:" + ConfigRunMetricNames.Updated, "host")))).Build();
    }
}
