using DatadogOps.Datadog.Monitors;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Monitoring;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Postgres.Monitoring;

/// <summary>The two areas do not know each other, so this holds their names together.</summary>
public class PgMetricsTests
{
    private static readonly DatadogMetric[] s_sent =
    [
        .. new PgConnectionUsage { Timestamp = DateTimeOffset.UnixEpoch, HostName = "db1", Port = 5432, Scope = PgUsageScope.Server, Used = 5, Max = 100, Available = 92, UsedRatio = 0.05, AgentRatio = 0.05 }.GetMetrics(),
        .. new PgConnectionState { Timestamp = DateTimeOffset.UnixEpoch, HostName = "db1", Port = 5432, ApplicationName = "web", State = "idle", Connections = 3 }.GetMetrics(),
    ];

    [Fact]
    public void TheModuleSendsWhatItsMonitorsAskFor()
    {
        var metrics = PgMetrics.Of(PgMetricSource.Module);

        foreach (string name in new[] { metrics.Ratio, metrics.Connections, PgMetrics.State }.Select(metric => metric[(metric.IndexOf(':', StringComparison.Ordinal) + 1)..]))
        {
            DatadogMetric sent = Assert.Single(s_sent, one => one.Name == name);
            Assert.All(metrics.ServerTags, tag => Assert.Contains(sent.Tags, own => own.StartsWith(tag + ":", StringComparison.Ordinal)));
        }

        Assert.Contains(metrics.ServerScope!, s_sent.Single(one => one.Name == "postgresql.connection_usage.ratio").Tags);
        Assert.Contains("application_name:web", s_sent.Single(one => one.Name == PgMetrics.State).Tags);
        Assert.Contains("state:idle", s_sent.Single(one => one.Name == PgMetrics.State).Tags);
    }

    [Fact]
    public void TheAgentsRatioIsSentByTheModuleToo() =>
        Assert.Contains(s_sent, one => "avg:" + one.Name == PgMetrics.Of(PgMetricSource.Agent).Ratio);

    [Fact]
    public void TheirMonitorsBreakNoRule()
    {
        foreach (PgMetricSource source in Enum.GetValues<PgMetricSource>())
        {
            var options = new PgMonitorOptions { Source = source, Filter = ["env:prod"] };
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Usage(options, 0.85, 0.75, 0.8, 0.7, 5)));
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Change(options, 50, 5, 30)));
            Assert.Empty(MonitorRules.Check(PgConnectionMonitors.Idle(options, "idle in transaction", 20, 15)));
        }
    }
}
