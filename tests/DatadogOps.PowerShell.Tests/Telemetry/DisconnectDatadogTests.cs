using System.Management.Automation;

namespace DatadogOps.Tests.Telemetry;

/// <summary>After it the environment counts again; without a context it does nothing.</summary>
public class DisconnectDatadogTests
{
    [Fact]
    public void TheContextIsForgotten()
    {
        PSObject context = Assert.Single(StagedModule.Output("Connect-Datadog -Site US5 -ApiKey fedcba9876543210fedcba9876543210; Disconnect-Datadog; Get-DatadogContext"));
        Assert.NotEqual("us5.datadoghq.com", context.Get("Site")!.ToString());
    }

    [Fact]
    public void WithoutAContextItDoesNothing() => Assert.Empty(StagedModule.Output("Disconnect-Datadog"));
}
