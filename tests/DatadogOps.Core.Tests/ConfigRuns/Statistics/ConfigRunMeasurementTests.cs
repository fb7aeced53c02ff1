using DatadogOps.Aws.Iam;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Statistics;
using DatadogOps.Tests.ConfigRuns.Reporting;
using DatadogOps.Tests.Telemetry;

namespace DatadogOps.Tests.ConfigRuns.Statistics;

public class ConfigRunMeasurementTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TimesAreMeasured()
    {
        ConfigRunStatistic one = Assert.Single(Measure(ConfigRunGrouping.HostName, null, [.. Enumerable.Range(1, 20).Select(i => Run("a", i, i))]));

        Assert.Equal(10.5, one.MeanSeconds);
        Assert.Equal(19, one.P95Seconds);
        Assert.Equal(35, one.VarianceSeconds!.Value, 9);
        Assert.Equal(3600, one.IntervalSeconds);
    }

    [Fact]
    public void FailingSinceTheFirstFailureAfterTheLastGoodRun()
    {
        ConfigRunReport[] runs = [Run("a", 0, 1, ConfigRunStatus.Failed), Run("a", 1, 1), Run("a", 3, 1, ConfigRunStatus.Failed), Run("a", 2, 1, ConfigRunStatus.Failed)];

        ConfigRunStatistic one = Assert.Single(Measure(ConfigRunGrouping.HostName, null, runs));

        Assert.Equal((4, 3, Start.AddHours(2), ConfigRunStatus.Failed), (one.Runs, one.Failures, one.FailingSince!.Value, one.LastStatus));
        Assert.Equal("a", one.FailingHosts.ToString());
        Assert.Null(Assert.Single(Measure(ConfigRunGrouping.HostName, null, [.. runs, Run("a", 9, 1)])).FailingSince);
    }

    [Fact]
    public void SilentHostsAreThoseBeyondTheirInterval()
    {
        ConfigRunReport[] runs = [.. Enumerable.Range(0, 99).Select(i => Run("regular", i, 1)), Run("gone", 1, 1), Run("gone", 2, 1), Run("gone", 3, 1), Run("once", 1, 1)];

        Assert.Equal("gone", Assert.Single(Measure(ConfigRunGrouping.None, null, runs)).SilentHosts.ToString());
        Assert.Equal("gone, once", string.Join(", ", Assert.Single(Measure(ConfigRunGrouping.None, TimeSpan.FromHours(10), runs)).SilentHosts.Order()));
    }

    [Fact]
    public void OutliersLieBeyondTheFence()
    {
        ConfigRunReport[] runs = [.. Enumerable.Range(0, 10).Select(i => Run("a", i, 10 + (i % 3))), Run("b", 11, 100)];

        Assert.Equal("b 2026-01-01T11:00:00Z 100 s", Assert.Single(Measure(ConfigRunGrouping.None, null, runs)).Outliers.ToString());
        Assert.Empty(Assert.Single(Measure(ConfigRunGrouping.None, null, runs[^3..])).Outliers);
    }

    [Fact]
    public void ARunCountsForEachOfItsRoles()
    {
        IEnumerable<ConfigRunStatistic> groups = Measure(ConfigRunGrouping.Role, null, [Run("a", 1, 1) with { Role = "db, base" }, Run("b", 1, 1) with { Role = "base" }, Run("c", 1, 1)]);

        Assert.Equal([("db", 1), ("base", 2), (null, 1)], groups.Select(group => (group.Role, group.Runs)));
    }

    [Fact]
    public void ThePlaybookAsAWholeCountsForNone() =>
        Assert.Equal(["web01", "web02"], Measure(ConfigRunGrouping.HostName, null, [.. Reports.Read("ansible/failed.json")]).Select(group => group.HostName));

    private static List<ConfigRunStatistic> Measure(string by, TimeSpan? interval, ConfigRunReport[] runs)
    {
        var measurement = new ConfigRunMeasurement([by], interval, new FixedTime(Start.AddHours(100)));
        foreach (ConfigRunReport run in runs)
        {
            measurement.Add(run);
        }

        return [.. measurement.Complete()];
    }

    private static ConfigRunReport Run(string host, int hour, double seconds, string status = ConfigRunStatus.Unchanged) =>
        new() { Tool = "Puppet", HostName = host, Status = status, StartTime = Start.AddHours(hour), ElapsedSeconds = seconds };

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
