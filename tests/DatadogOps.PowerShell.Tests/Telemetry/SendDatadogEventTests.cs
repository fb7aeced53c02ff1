using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Shell.Execution;
using DatadogOps.Testbed;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Events from parameters and from any objects arrive as they were meant, both ways.</summary>
public class SendDatadogEventTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Fact]
    public async Task EventsArriveAsTheyWereMeant()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"{delivery.Connect}Send-DatadogEvent 'Deployed 4.2' 'All went well.' -AlertType Success -Priority Low -AggregationId shop -HostName web1 -Tag env:prod");
        PSObject sent = Assert.Single(
            StagedModule.Output(
                $"Send-DatadogEvent -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key} -PassThru",
                [StagedModule.Record(("Title", "By property"), ("AlertType", "warning"), ("Tags", "a:b,c:d")), StagedModule.Record(("Title", "Another"))]));

        Assert.Equal((2L, 0L, 0L), (sent.Get("Accepted"), sent.Get("Spooled"), sent.Get("Dropped")));
        IReadOnlyList<JsonElement> events = await delivery.Control.EventsAsync();
        Assert.Equal(["Another", "By property", "Deployed 4.2"], events.Select(one => one.GetProperty("title").GetString()).Order(StringComparer.Ordinal));
        JsonElement deployed = events.Single(one => one.GetProperty("title").GetString() == "Deployed 4.2");
        Assert.Equal(("All went well.", "success", "low", "web1"), (Text(deployed, "text"), Text(deployed, "alert_type"), Text(deployed, "priority"), Text(deployed, "host")));
    }

    [Fact]
    public async Task ByDogStatsDTheyNeedNoKey()
    {
        await delivery.ResetAsync();
        StagedModule.Output($"Send-DatadogEvent 'By datagram' -DogStatsDEndpoint {delivery.Intake.DogStatsDEndpoint}");
        await Polling.UntilAsync(async () => (await delivery.Control.EventsAsync()).Count == 1, () => "the event did not come");
    }

    [Fact]
    public void AnObjectWithoutATitleIsOneError()
    {
        PipelineResult result = StagedModule.Run("Send-DatadogEvent -DogStatsDEndpoint udp://127.0.0.1:9", [StagedModule.Record(("Name", "x"))]);
        Assert.StartsWith("MetricInputUnknown", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
