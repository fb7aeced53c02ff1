using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class PublishDatadogMonitorTests
{
    [Fact]
    public async Task TheFirstTimeCreatesAndTheSecondWritesNothing()
    {
        await using var server = new DefinitionServer();
        string line = $"New-PgConnectionMonitor Usage, Change, Idle -Notify slack-dba | Publish-DatadogMonitor {server.At} -Verbose";

        IReadOnlyList<PSObject> first = StagedModule.Output(line);
        PipelineResult second = StagedModule.Run(line);

        Assert.All(first, one => Assert.Equal("Created", one.Get("Action")));
        Assert.Equal(3, server.Writes.Count);
        Assert.All(server.Writes, write => Assert.Equal(("POST", "/api/v1/monitor"), (write.Method, write.Path)));
        Assert.All(second.Output, one => Assert.Equal("Unchanged", one!.Get("Action")));
        Assert.Equal(first.Select(one => one.Get("Id")), second.Output.Select(one => one!.Get("Id")));
        Assert.Equal(3, second.Verbose.Count(text => text.Contains("is up to date", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WhatIfShowsTheDifferenceAndWritesNothing()
    {
        await using var server = new DefinitionServer();
        StagedModule.Output($"New-PgConnectionMonitor -Notify slack-dba | Publish-DatadogMonitor {server.At}");
        server.Writes.Clear();

        PipelineResult change = StagedModule.Run($"New-PgConnectionMonitor -Critical 0.9 -Notify slack-dba, pagerduty -Tag team:dba | Publish-DatadogMonitor {server.At} -WhatIf");
        PipelineResult creation = StagedModule.Run($"New-PgConnectionMonitor Idle | Publish-DatadogMonitor {server.At} -WhatIf");

        string shown = string.Join('\n', change.WhatIf);
        Assert.Contains("~ options.thresholds.critical: 0.85 -> 0.9", shown, StringComparison.Ordinal);
        Assert.Contains("+ tags: team:dba", shown, StringComparison.Ordinal);
        Assert.Contains("    + @slack-dba @pagerduty", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("notify_audit", shown, StringComparison.Ordinal);
        Assert.Contains("Create monitor", string.Join('\n', creation.WhatIf), StringComparison.Ordinal);
        Assert.Empty(server.Writes);
        Assert.Empty(change.Output);
    }

    [Fact]
    public async Task AnUpdateTakesAlongWhatTheDefinitionDoesNotSpeakOf()
    {
        await using var server = new DefinitionServer();
        StagedModule.Output($"New-PgConnectionMonitor | Publish-DatadogMonitor {server.At}");
        server.Monitors[0]["options"]!["notification_preset_name"] = "hide_handles";
        server.Monitors[0]["options"]!["thresholds"]!["ok"] = 0.1;

        PSObject result = Assert.Single(StagedModule.Output($"New-PgConnectionMonitor -Critical 0.9 | Publish-DatadogMonitor {server.At}"));

        Assert.Equal("Updated", result.Get("Action"));
        Assert.Contains("options.thresholds.critical", (string)result.Get("Differences")!, StringComparison.Ordinal);
        Assert.Equal("hide_handles", (string)server.Monitors[0]["options"]!["notification_preset_name"]!);
        Assert.Equal(0.9, (double)server.Monitors[0]["options"]!["thresholds"]!["critical"]!);
        Assert.False(server.Monitors[0]["options"]!["thresholds"]!.AsObject().ContainsKey("ok"));
    }

    [Fact]
    public async Task WhatIsReadIsPublishedWithAllThatIsInIt()
    {
        await using var server = new DefinitionServer();
        JsonObject there = server.AddMonitor("""{"name":"Mine","query":"avg(last_5m):avg:a{*} > 1","priority":2,"options":{"thresholds":{"critical":1},"future_option":[1]}}""");

        PSObject same = Assert.Single(StagedModule.Output($"Get-DatadogMonitor {there["id"]} {server.At} | Publish-DatadogMonitor {server.At}"));
        PSObject adopted = Assert.Single(StagedModule.Output($"Get-DatadogMonitor {there["id"]} {server.At} | Export-DatadogMonitor | Publish-DatadogMonitor {server.At}"));

        Assert.Equal(("Unchanged", "Unchanged"), (same.Get("Action"), adopted.Get("Action")));
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task TwoOfOneSlugAndAnotherTypeAreErrors()
    {
        await using var server = new DefinitionServer();
        const string Tags = """["managed_by:datadogops","datadogops_id:m"]""";
        server.AddMonitor($$"""{"name":"M","type":"log alert","query":"logs(\"x\").last(\"5m\") > 2","tags":{{Tags}}}""");
        string line = $"New-DatadogMonitor 'M' 'avg(last_5m):avg:a{{*}} > 1' | Publish-DatadogMonitor {server.At}";

        DefinitionText.Error(StagedModule.Run(line), "MonitorTypeFixed");
        server.AddMonitor($$"""{"name":"M","query":"q > 2","tags":{{Tags}}}""");
        DefinitionText.Error(StagedModule.Run(line), "DefinitionAmbiguous");
        Assert.Empty(server.Writes);
    }

    [Fact]
    public async Task WhatIsNoMonitorIsOneErrorAndTheOthersArePublished()
    {
        await using var server = new DefinitionServer();

        PipelineResult result = StagedModule.Run($"Publish-DatadogMonitor {server.At}", [StagedModule.Record(("A", 1)), """{"name":"M","query":"avg(last_5m):avg:a{*} > 1"}"""]);

        Assert.Equal("Created", Assert.Single(result.Output)!.Get("Action"));
        DefinitionText.Error(result, "DefinitionInputUnknown");
    }
}
