using System.Management.Automation;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Without Connect-Datadog the environment counts, and each runspace has its own context.</summary>
public class GetDatadogContextTests
{
    [Fact]
    public void WithoutAContextTheEnvironmentCounts()
    {
        PSObject context = Assert.Single(StagedModule.Output("Get-DatadogContext"));
        Assert.Equal("DogStatsD", context.Get("Transport")!.ToString());
        Assert.Equal(!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DD_API_KEY")), context.Get("HasApiKey"));
    }

    [Fact]
    public void RunspacesDoNotShareTheirContexts()
    {
        using Session one = StagedModule.NewSession();
        using Session other = StagedModule.NewSession();
        one.Run("Connect-Datadog -Site US5 -ApiKey fedcba9876543210fedcba9876543210");
        Assert.Equal("us5.datadoghq.com", Assert.Single(one.Run("Get-DatadogContext").Output)!.Get("Site")!.ToString());
        Assert.NotEqual("us5.datadoghq.com", Assert.Single(other.Run("Get-DatadogContext").Output)!.Get("Site")!.ToString());
    }
}
