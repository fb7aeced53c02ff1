using System.Management.Automation;

namespace DatadogOps.Tests.Datadog;

public class TestDatadogMonitorTests
{
    [Fact]
    public async Task DatadogValidatesAndNothingIsWritten()
    {
        await using var server = new DefinitionServer();
        string refused = $"New-DatadogMonitor M 'avg(last_5m):avg:refused{{*}} > 1' | Test-DatadogMonitor {server.At}";

        Assert.All(StagedModule.Output($"New-PgConnectionMonitor Usage, Change, Idle | Test-DatadogMonitor {server.At}"), one => Assert.Equal("Passed", one.Get("Status")));
        PSObject finding = Assert.Single(StagedModule.Output(refused));
        Assert.Equal(("M", "Failed", "DatadogValidation"), (finding.Get("Target"), finding.Get("Status"), finding.Get("Rule")));
        Assert.Contains("parameter 'query' is invalid", (string)finding.Get("Actual")!, StringComparison.Ordinal);
        Assert.Equal(false, Assert.Single(StagedModule.Output(refused + " -Quiet")).BaseObject);
        Assert.Equal(false, Assert.Single(StagedModule.Output($"& {{ {refused[..refused.IndexOf('|', StringComparison.Ordinal)]}; New-PgConnectionMonitor }} | Test-DatadogMonitor {server.At} -Quiet")).BaseObject);
        Assert.Empty(server.Writes);
    }

    [Fact]
    public void OfflineNeedsNoKeys()
    {
        const string Json = """{"name":"","query":"avg(last_30m):avg:a{*} > 1","priority":9,"options":{"thresholds":{"critical":2},"notify_no_data":true,"no_data_timeframe":10}}""";

        IReadOnlyList<PSObject> findings = StagedModule.Output("Test-DatadogMonitor -Offline", [Json]);

        Assert.Equal(
            ["Failed Name name", "Failed Priority priority", "Failed Threshold options.thresholds.critical", "Warning NoDataInterval options.no_data_timeframe"],
            findings.Select(finding => $"{finding.Get("Status")} {finding.Get("Rule")} {finding.Get("Field")}"));
        Assert.Equal(("600 s", "at least 3600 s, twice the window of the query"), (findings[3].Get("Actual"), findings[3].Get("Expected")));
        Assert.Equal(true, Assert.Single(StagedModule.Output("New-PgConnectionMonitor | Test-DatadogMonitor -Offline -Quiet")).BaseObject);
    }
}
