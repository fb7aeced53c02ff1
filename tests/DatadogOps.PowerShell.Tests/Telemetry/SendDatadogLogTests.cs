using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Lines and objects become entries of logs.</summary>
public class SendDatadogLogTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    [Fact]
    public async Task LinesAndObjectsArrive()
    {
        await delivery.ResetAsync();
        PSObject sent = Assert.Single(StagedModule.Output(
            $"Send-DatadogLog -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key} -LogSource shop -Level info -Tag env:prod -PassThru",
            ["first line", "", StagedModule.Record(("Message", "second"), ("Status", "error"))]));

        Assert.Equal((2L, 1L), (sent.Get("Accepted"), sent.Get("Requests")));
        JsonElement[] logs = [.. (await delivery.Control.LogsAsync()).Select(entry => entry.GetProperty("log"))];
        Assert.Equal(["first line", "second"], logs.Select(log => log.GetProperty("message").GetString()));
        Assert.Equal(["info", "error"], logs.Select(log => log.GetProperty("status").GetString()));
        Assert.All(logs, log => Assert.Equal(("shop", "env:prod"), (log.GetProperty("ddsource").GetString(), log.GetProperty("ddtags").GetString())));
    }

    [Fact]
    public void WithoutAKeyItEnds()
    {
        PipelineResult result = StagedModule.Run("Send-DatadogLog 'x' -ApiUri http://127.0.0.1:9");
        Assert.StartsWith("DatadogApiKeyMissing", result.TerminatingError!.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
