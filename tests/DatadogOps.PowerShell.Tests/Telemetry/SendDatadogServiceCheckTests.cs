using System.Text.Json;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Service checks arrive with their numbers, both ways.</summary>
public class SendDatadogServiceCheckTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Fact]
    public async Task ChecksArriveBothWays()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"{delivery.Connect}Send-DatadogServiceCheck shop.up Critical -Message 'no answer' -HostName web1, web2 -Tag env:prod");
        StagedModule.Output($"Send-DatadogServiceCheck -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}", [StagedModule.Record(("Name", "shop.dns"), ("Status", "Ok"))]);

        await Polling.UntilAsync(async () => (await delivery.Control.ChecksAsync()).Count == 3, () => "the checks did not come");
        IReadOnlyList<JsonElement> checks = await delivery.Control.ChecksAsync();
        Assert.Equal([0, 2, 2], checks.Select(check => check.GetProperty("status").GetInt32()).Order());
        Assert.Equal(["web1", "web2"], checks.Where(check => check.GetProperty("check").GetString() == "shop.up").Select(check => check.GetProperty("host_name").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ParametersOfBothTransportsAreRefused()
    {
        PipelineResult result = StagedModule.Run("Send-DatadogServiceCheck a.b Ok -DogStatsDEndpoint udp://127.0.0.1:9 -ApiKey fedcba9876543210fedcba9876543210");
        Assert.StartsWith("TransportConflict", result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
