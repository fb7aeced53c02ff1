using DatadogOps.Datadog.Monitors;
using DatadogOps.Postgres;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Monitoring;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Postgres.Monitoring;

public class PgMetricsTests
{
    private static readonly DatadogMetric[] s_sent =
    [
        .. new PgConnectionUsage { Timestamp = DateTimeOffset.UnixEpoch, HostName = "db1", Port = 5432, Scope = PgUsageScope.Server, Name = "db1", Used = 5, Max = 100, Available = 92, UsedRatio = 0.05, AgentRatio = 0.05 }.GetMetrics(),
        .. new PgConnectionState { Timestamp = DateTimeOffset.UnixEpoch, HostName = "db1", Port = 5432, Group = "web, idle", ApplicationName = "web", State = "idle", Connections = 3 }.GetMetrics(),
    ];

    [Fact]
    public void MetricsHaveTheTagsThatMonitorsGroupBy()
    {
        var metrics = PgMetrics.Of(PgMetricSource.Module);

        foreach (string name in new[] { PgMetricNames.UsedRatio, PgMetricNames.Used, PgMetricNames.State })
        {
            DatadogMetric sent = Assert.Single(s_sent, one => one.Name == name);
            Assert.All(metrics.ServerTags, tag => Assert.Contains(sent.Tags, own => own.StartsWith(tag + ":", StringComparison.Ordinal)));
        }

        Assert.Contains(metrics.ServerScope!, s_sent.Single(one => one.Name == PgMetricNames.UsedRatio).Tags);
        Assert.Contains("application_name:web", s_sent.Single(one => one.Name == PgMetricNames.State).Tags);
        Assert.Contains("state:idle", s_sent.Single(one => one.Name == PgMetricNames.State).Tags);
    }

    [Fact]
    public void TheModuleSendsTheAgentsRatioToo() => Assert.Contains(s_sent, one => one.Name == PgMetrics.Of(PgMetricSource.Agent).Ratio);

    [Fact]
    public void MonitorsViolateNoRule()
    {
        foreach (string source in new[] { PgMetricSource.Module, PgMetricSource.Agent, "agent" })
        {
            var options = new MonitorOptions { Filter = ["env:prod"] };
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Usage(options, source, 0.85, 0.75, 0.8, 0.7, 300)));
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Change(options, source, 50, 300, 1800)));
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Idle(options, source, "idle in transaction", 20, 900)));
        }
    }
}
