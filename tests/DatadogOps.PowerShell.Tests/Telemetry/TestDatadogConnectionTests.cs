using System.Management.Automation;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Each thing that can be wrong on the way is found and named, with an advice.</summary>
public class TestDatadogConnectionTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Fact]
    public async Task AllIsWell()
    {
        await delivery.ResetAsync();
        Dictionary<string, string> results = Results($"{delivery.Connect}Test-DatadogConnection -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}");
        Assert.Equal("Passed", results["Reach"]);
        Assert.Equal("Passed", results["ApiKey"]);
        Assert.Equal("Passed", results["Clock"]);
        Assert.Equal("Passed", results["ApplicationKey"]);
        Assert.Equal("Passed", results["DogStatsD"]);
        Assert.True((bool)Assert.Single(StagedModule.Output($"{delivery.Connect}Test-DatadogConnection -Quiet")).BaseObject);
    }

    [Fact]
    public async Task ARefusedKeyIsToldFromABrokenWay()
    {
        await delivery.ResetAsync();
        PSObject[] findings = [.. StagedModule.Output($"Test-DatadogConnection -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.ApplicationKey} -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}")];
        PSObject finding = findings.Single(one => (string)one.Get("Rule")! == "ApiKey");
        Assert.Equal(("Failed", "DatadogApiKeyRefused"), (finding.Get("Status")!.ToString(), finding.Get("ErrorId")));
        Assert.Contains("40 characters", (string)finding.Get("Recommendation")!, StringComparison.Ordinal);
        Assert.Equal("Passed", findings.Single(one => (string)one.Get("Rule")! == "Reach").Get("Status")!.ToString());
    }

    [Fact]
    public async Task ARefusedApplicationKeyIsToldFromTheApiKey()
    {
        await delivery.ResetAsync();
        Dictionary<string, string> results = Results($"Test-DatadogConnection -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key} -ApplicationKey {new string('f', 40)} -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}");
        Assert.Equal(("Passed", "Failed"), (results["ApiKey"], results["ApplicationKey"]));
    }

    [Fact]
    public async Task AProxysPageIsNotTakenForDatadog()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.ProxyPage(200));
        Assert.Equal("Failed", Results($"{delivery.Connect}Test-DatadogConnection")["Reach"]);
        Assert.False((bool)Assert.Single(StagedModule.Output($"{delivery.Connect}Test-DatadogConnection -Quiet")).BaseObject);
    }

    [Fact]
    public void WhatIsNotThereIsNamed()
    {
        using RefusingPort refusing = new();
        Dictionary<string, string> results = Results($"Test-DatadogConnection -ApiUri http://127.0.0.1:{refusing.Port} -ApiKey {DeliveryFixture.Key} -DogStatsDEndpoint unix:///nowhere/dsd.socket");
        Assert.Equal(("Failed", "Failed"), (results["Reach"], results["DogStatsD"]));
    }

    private static Dictionary<string, string> Results(string line) =>
        StagedModule.Output(line).ToDictionary(finding => (string)finding.Get("Rule")!, finding => finding.Get("Status")!.ToString()!);
}
