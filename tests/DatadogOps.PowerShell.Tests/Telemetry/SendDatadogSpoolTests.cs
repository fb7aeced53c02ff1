using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Network;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Telemetry;

/// <summary>What the intake would not take waits on the disk, and arrives once it does, whatever went wrong.</summary>
public class SendDatadogSpoolTests(DeliveryFixture delivery) : IClassFixture<DeliveryFixture>
{
    public static TheoryData<string> Troubles() => ["429", "500", "503", "hang", "reset", "half", "proxy"];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task WhateverGoesWrongOnTheWayNothingIsLost(string trouble)
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(trouble switch
        {
            "429" => IntakeFault.RateLimited(60),
            "hang" => IntakeFault.Hang(),
            "reset" => IntakeFault.Reset(),
            "half" => IntakeFault.HalfAnswer(3),
            "proxy" => IntakeFault.ProxyPage(),
            _ => IntakeFault.Status(int.Parse(trouble, System.Globalization.CultureInfo.InvariantCulture)),
        });

        PipelineResult sent = StagedModule.Run($"{delivery.Connect}Send-DatadogMetric test.spooled 7 -TimeoutSec 1 -PassThru");
        Assert.Equal((0L, 1L, 0L), (sent.Output[0]!.Get("Accepted"), sent.Output[0]!.Get("Spooled"), sent.Output[0]!.Get("Dropped")));
        Assert.Contains(delivery.Spool, Assert.Single(sent.Warnings), StringComparison.Ordinal);
        Assert.Equal((0, 1L), (sent.ExitCode, StagedModule.Output($"Get-DatadogSpool -SpoolPath '{delivery.Spool}'").Count));

        await delivery.Control.ClearFaultsAsync();
        PSObject spooled = Assert.Single(StagedModule.Output($"{delivery.Connect}Send-DatadogSpool -PassThru"));
        Assert.Equal((1L, 0L, 0L), (spooled.Get("Accepted"), spooled.Get("Spooled"), spooled.Get("Dropped")));
        Assert.Empty(StagedModule.Output($"Get-DatadogSpool -SpoolPath '{delivery.Spool}'"));

        // Half an answer means that the points were taken: then they are there twice, at the same second, as one gauge.
        JsonElement series = Assert.Single(await delivery.Control.SeriesAsync("test.spooled"));
        Assert.All(series.GetProperty("points").EnumerateArray(), point => Assert.Equal(7, point[1].GetDouble()));
    }

    [Fact]
    public async Task WhatAHangingReceiverHasNotAnsweredIsSpooledOnAStop()
    {
        await delivery.ResetAsync();
        await using var hanging = new HangingListener();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        PipelineResult sent = StagedModule.Run(
            $"Send-DatadogMetric test.stopped 1 -ApiUri http://127.0.0.1:{hanging.Port} -ApiKey {DeliveryFixture.Key} -SpoolPath '{delivery.Spool}' -TimeoutSec 600", cancellation: stop.Token);
        Assert.Equal(130, sent.ExitCode);
        PSObject entry = Assert.Single(StagedModule.Output($"Get-DatadogSpool -SpoolPath '{delivery.Spool}'"));
        Assert.Equal((1, "Waiting"), (entry.Get("Items"), entry.Get("State")!.ToString()));
    }

    [Fact]
    public async Task WhatTakesLongTellsHowFarItIsAndThatItIsDone()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.LateAnswer(TimeSpan.FromSeconds(3)));
        PipelineResult sent = StagedModule.Run($"Send-DatadogMetric -ApiUri {delivery.Intake.ApiUri} -ApiKey {DeliveryFixture.Key} -NoSpool -TimeoutSec 60", [StagedModule.Record(("Name", "test.long"), ("Value", 1))]);
        Assert.True(sent.Progress.Count > 1, "Nothing was told while it took long.");
        Assert.All(sent.Progress, record => Assert.Contains("Sending metrics to", record.Activity, StringComparison.Ordinal));
        Assert.Equal((ProgressRecordType.Completed, "1 read, 1 accepted"), (sent.Progress[^1].RecordType, sent.Progress[^1].StatusDescription));
    }

    [Fact]
    public async Task AnAddressThatIsNotDatadogsIsAnErrorAndThePointIsKept()
    {
        await delivery.ResetAsync();
        PipelineResult sent = StagedModule.Run(
            $"Send-DatadogMetric test.kept 1 -ApiUri {delivery.Intake.ApiUri}elsewhere/ -ApiKey {DeliveryFixture.Key} -SpoolPath '{delivery.Spool}' -PassThru");
        ErrorRecord error = Assert.Single(sent.Errors);
        Assert.StartsWith("DatadogAnswerUnknown", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-ApiUri", error.ErrorDetails!.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal((1L, 0L), (sent.Output[0]!.Get("Spooled"), sent.Output[0]!.Get("Dropped")));
    }

    [Fact]
    public async Task WithoutASpoolItIsAnError()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.Status(500));
        PipelineResult sent = StagedModule.Run($"{delivery.Connect}Send-DatadogMetric test.lost 7 -TimeoutSec 1 -NoSpool -PassThru");
        Assert.Equal((0L, 1L), (sent.Output[0]!.Get("Spooled"), sent.Output[0]!.Get("Dropped")));
        Assert.StartsWith("DatadogUnavailable", Assert.Single(sent.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(Directory.Exists(delivery.Spool));
    }

    [Fact]
    public async Task TheNextDeliveryTakesTheSpoolAlong()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.Status(503) with { Path = "/api/v1/events" });
        StagedModule.Run($"{delivery.Connect}Send-DatadogEvent waits -TimeoutSec 1");
        await delivery.Control.ClearFaultsAsync();
        PipelineResult next = StagedModule.Run($"{delivery.Connect}Send-DatadogMetric test.next 1 -Verbose");
        Assert.Contains(next.Verbose, line => line.Contains("1 spooled items", StringComparison.Ordinal));
        Assert.Equal("waits", Assert.Single(await delivery.Control.EventsAsync()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task UnderWhatIfNothingLeaves()
    {
        await delivery.ResetAsync();
        await delivery.Control.SetFaultsAsync(IntakeFault.Status(503));
        StagedModule.Run($"{delivery.Connect}Send-DatadogMetric test.kept 1 -TimeoutSec 1");
        await delivery.Control.ClearFaultsAsync();
        PipelineResult result = StagedModule.Run($"{delivery.Connect}Send-DatadogSpool -WhatIf");
        Assert.Contains("1 items in 1 files", Assert.Single(result.WhatIf), StringComparison.Ordinal);
        Assert.Single(StagedModule.Output($"Get-DatadogSpool -SpoolPath '{delivery.Spool}'"));
    }
}
