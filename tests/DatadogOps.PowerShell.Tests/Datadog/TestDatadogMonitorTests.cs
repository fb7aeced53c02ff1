using System.Management.Automation;

namespace DatadogOps.Tests.Datadog;

public class TestDatadogMonitorTests
{
    [Fact]
    public async Task DatadogIsAskedAndNothingIsWritten()
    {
        await using var server = new DefinitionServer();
        string refused = $"New-DatadogMonitor M 'avg(last_5m):avg:refused{{*}} > 1' | Test-DatadogMonitor {server.At}";

        Assert.Empty(StagedModule.Output($"New-PgConnectionMonitor Usage, Change, Idle | Test-DatadogMonitor {server.At}"));
        PSObject finding = Assert.Single(StagedModule.Output(refused));
        Assert.Equal(("Error", "Datadog"), (finding.Get("Severity"), finding.Get("Source")));
        Assert.Contains("parameter 'query' is invalid", (string)finding.Get("Message")!, StringComparison.Ordinal);
        Assert.Equal(false, Assert.Single(StagedModule.Output(refused + " -Quiet")).BaseObject);
        Assert.Empty(server.Writes);
    }

    [Fact]
    public void OfflineNeedsNoKeys()
    {
        const string Json = """{"name":"","query":"avg(last_30m):avg:a{*} > 1","priority":9,"options":{"thresholds":{"critical":2},"notify_no_data":true,"no_data_timeframe":10}}""";

        IReadOnlyList<PSObject> findings = StagedModule.Output("Test-DatadogMonitor -Offline", [Json]);

        Assert.Equal(
            ["Error name", "Error priority", "Error options.thresholds.critical", "Warning options.no_data_timeframe"],
            findings.Select(finding => $"{finding.Get("Severity")} {finding.Get("Field")}"));
        Assert.Equal(true, Assert.Single(StagedModule.Output("New-PgConnectionMonitor | Test-DatadogMonitor -Offline -Quiet")).BaseObject);
    }
}
