using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class NewDatadogMonitorTests
{
    [Fact]
    public void TheLimitOfTheQueryIsTheThreshold()
    {
        JsonObject json = DefinitionText.Export(
            "New-DatadogMonitor 'Load is high' 'avg(last_10m):avg:system.load.5{*} by {host} > 8' -Warning 6 -CriticalRecovery 7.5 -Notify slack-ops, '@b@c.de' -Message 'Look.' -Tag team:ops -PriorityLevel 2 -Option @{ notify_by = 'host' }");

        Assert.Equal(8, (double)json["options"]!["thresholds"]!["critical"]!);
        Assert.Equal(6, (double)json["options"]!["thresholds"]!["warning"]!);
        Assert.Equal(7.5, (double)json["options"]!["thresholds"]!["critical_recovery"]!);
        Assert.Equal("Look.\n\n@slack-ops @b@c.de", (string)json["message"]!);
        Assert.Equal(["team:ops", "managed_by:datadogops", "datadogops_id:load-is-high"], json["tags"]!.AsArray().Select(tag => (string)tag!));
        Assert.Equal("host", (string)json["options"]!["notify_by"]!);
        Assert.Equal(2, (int)json["priority"]!);
    }

    [Theory]
    [InlineData("'avg(last_5m):avg:a{*} > 4' -Warning 5", "options.thresholds.warning")]
    [InlineData("'avg(last_5m):avg:a{*} < 4' -Warning 3", "options.thresholds.warning")]
    [InlineData("'avg(last_5m):avg:a{*} > 4' -CriticalRecovery 4", "options.thresholds.critical_recovery")]
    [InlineData("'avg(last_5m):avg:a{*} > 4' -WarningRecovery 1", "options.thresholds.warning_recovery")]
    [InlineData("'avg:a{*} > 4'", "query")]
    [InlineData("'avg(last_5m):avg:a{*}'", "query")]
    [InlineData("'avg(last_5m):avg:a{*} > 4' -MonitorType 'quarry alert'", "type")]
    [InlineData("'avg(last_5m):avg:a{*} > 4' -Option @{ thresholds = @{ critical = 5 } }", "options.thresholds.critical")]
    public void WhatDatadogWouldRefuseIsAnErrorThatNamesTheField(string rest, string field)
    {
        PipelineResult result = StagedModule.Run($"New-DatadogMonitor 'M' {rest}");

        Assert.Empty(result.Output);
        Assert.Contains(field, DefinitionText.Error(result, "DefinitionInvalid").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnclosedBlockIsAWarning()
    {
        PipelineResult result = StagedModule.Run("New-DatadogMonitor 'M' 'avg(last_5m):avg:a{*} > 4' -Message '{{#is_alert}}Help'");

        Assert.Single(result.Output);
        Assert.Contains("{{/is_alert}}", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void AllThatIsInJsonIsKept()
    {
        const string Json = """{"name":"L","type":"log alert","query":"logs(\"a\").index(\"*\").rollup(\"count\").last(\"5m\") > 2","message":"m","tags":[],"options":{"thresholds":{"critical":2,"custom":1},"enable_logs_sample":true},"assets":[{"name":"Runbook","url":"/n/1","category":"runbook"}]}""";

        PipelineResult result = StagedModule.Run("New-DatadogMonitor -Slug logs | Export-DatadogMonitor", [Json]);

        JsonObject json = JsonNode.Parse(result.Output.Single()!.ToString())!.AsObject();
        Assert.True((bool)json["options"]!["enable_logs_sample"]!);
        Assert.Equal(1, (int)json["options"]!["thresholds"]!["custom"]!);
        Assert.Equal("Runbook", (string)json["assets"]![0]!["name"]!);
        Assert.Contains("datadogops_id:logs", json["tags"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{\"name\":\"x\"}")]
    [InlineData("[1]")]
    public void WhatIsNoDefinitionIsAnError(string json) =>
        DefinitionText.Error(StagedModule.Run("New-DatadogMonitor", [json]), "DefinitionUnreadable");

    [Fact]
    public void JsonThatIsNestedWithoutEndIsRefused() =>
        DefinitionText.Error(StagedModule.Run("New-DatadogMonitor", [new string('[', 100_000)]), "DefinitionUnreadable");
}
