using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.Monitoring;

public class ConfigRunMonitorsTests
{
    [Fact]
    public void WhatMonitorsAndGraphsAskForIsWhatRunsSend()
    {
        DatadogMetric[] sent = [.. Runs.Failed().GetMetrics()];

        foreach (string name in new[]
        {
            ConfigRunMetricNames.Success, ConfigRunMetricNames.Failure, ConfigRunMetricNames.Elapsed, ConfigRunMetricNames.Updated,
            ConfigRunMetricNames.FailedResources, ConfigRunMetricNames.TypeSeconds,
        })
        {
            Assert.Contains(sent, metric => metric.Name == name && metric.HostName is not null && metric.Tags.Any(tag => tag.StartsWith(ConfigRunMetricNames.Tool + ":", StringComparison.Ordinal)));
        }

        Assert.All(
            sent.Where(metric => metric.Name == ConfigRunMetricNames.TypeSeconds),
            metric => Assert.Contains(metric.Tags, tag => tag.StartsWith(ConfigRunMetricNames.ResourceType + ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheirMonitorsBreakNoRule()
    {
        var options = new MonitorOptions { Filter = ["env:prod"] };

        Assert.Empty(MonitorRules.Check(ConfigRunMonitors.Failed(options, 1800)));
        Assert.Empty(MonitorRules.Check(ConfigRunMonitors.Silent(options, 7200)));
        Assert.Empty(MonitorRules.Check(ConfigRunMonitors.Silent(options, 660)));
        Assert.Empty(MonitorRules.Check(ConfigRunMonitors.Slow(options, 900, 600, 1800)));
    }
}
