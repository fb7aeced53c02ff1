using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Datadog;

public class GetDatadogMonitorTests
{
    [Fact]
    public async Task AllPagesAreRead()
    {
        await using var server = new DefinitionServer();
        for (int i = 0; i < 250; i++)
        {
            server.AddMonitor($$$"""{"name":"M {{{i}}}","query":"avg(last_5m):avg:a{*} > 1","options":{"thresholds":{"critical":1} } }""");
        }

        Assert.Equal(250, StagedModule.Output($"Get-DatadogMonitor {server.At}").Count);
        Assert.Equal(3, server.Reads.Count);
        Assert.Equal(11, StagedModule.Output($"Get-DatadogMonitor -Name 'M 12*' {server.At}").Count);
    }

    [Fact]
    public async Task WhatThePropertiesDoNotShowIsExported()
    {
        await using var server = new DefinitionServer();
        JsonObject there = server.AddMonitor("""{"name":"L","type":"log alert","query":"logs(\"x\").last(\"5m\") > 2","message":"m","options":{"thresholds":{"critical":2.0},"groupby_simple_monitor":true,"future_option":{"deep":[1]}},"future_field":"kept"}""");

        JsonObject json = DefinitionText.Export($"Get-DatadogMonitor {there["id"]} {server.At}");

        Assert.Equal("""{"deep":[1]}""", json["options"]!["future_option"]!.ToJsonString());
        Assert.Equal("kept", (string)json["future_field"]!);
        Assert.Equal((long)there["id"]!, (long)json["id"]!);
        Assert.False(json.ContainsKey("overall_state"));
        Assert.False(json.ContainsKey("creator"));
    }

    [Fact]
    public async Task StatesTagsAndIdsFilter()
    {
        await using var server = new DefinitionServer();
        JsonObject first = server.AddMonitor("""{"name":"A","query":"q > 1","tags":["team:dba"]}""");
        server.AddMonitor("""{"name":"B","query":"q > 1","tags":["team:web"]}""");
        first["overall_state"] = "Alert";

        Assert.Equal("A", Assert.Single(StagedModule.Output($"Get-DatadogMonitor -State alert {server.At}")).Get("Name"));
        Assert.Equal("A", Assert.Single(StagedModule.Output($"Get-DatadogMonitor -Tag team:dba {server.At}")).Get("Name"));
        Assert.Empty(StagedModule.Output($"Get-DatadogMonitor -Managed {server.At}"));
        PSObject one = Assert.Single(StagedModule.Output($"Get-DatadogMonitor {server.At}", [StagedModule.Record(("Id", first["id"]!.ToString()))]));
        Assert.Equal(("Alert", "frog@datadoghq.com"), (one.Get("State"), one.Get("Creator")));
    }

    [Fact]
    public async Task AMonitorThatIsNotThereIsOneErrorAndTheOthersCome()
    {
        await using var server = new DefinitionServer();
        JsonObject there = server.AddMonitor("""{"name":"A","query":"q > 1"}""");

        PipelineResult result = StagedModule.Run($"Get-DatadogMonitor 4711, {there["id"]}, abc {server.At}");

        Assert.Single(result.Output);
        Assert.Equal(["DatadogNotFound", "DefinitionIdInvalid"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("monitor 4711", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongAndMissingKeysEndTheCommandAndAreNotShown()
    {
        await using var server = new DefinitionServer();

        PipelineResult wrong = StagedModule.Run($"Get-DatadogMonitor -ApiUri {server.Uri} -ApiKey {DefinitionServer.ApplicationKey} -ApplicationKey {DefinitionServer.Key} -Verbose -Debug");
        PipelineResult missing = StagedModule.Run($"Get-DatadogMonitor -ApiUri {server.Uri} -ApiKey {DefinitionServer.Key}");

        DefinitionText.Error(wrong, "DatadogApiKeyRefused");
        DefinitionText.Error(missing, "DatadogApplicationKeyMissing");
        Assert.Equal((2, 2), (wrong.ExitCode, missing.ExitCode));
        Assert.DoesNotContain(DefinitionServer.Key, string.Join('\n', wrong.Verbose.Concat(wrong.Debug).Append(wrong.TerminatingError!.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStopEndsTheWaitForAnAnswer()
    {
        await using var hanging = new HangingListener();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        PipelineResult result = StagedModule.Run($"Get-DatadogMonitor -ApiUri http://127.0.0.1:{hanging.Port} -ApiKey a -ApplicationKey b -TimeoutSec 3600", cancellation: stop.Token);

        Assert.Equal(130, result.ExitCode);
    }
}
