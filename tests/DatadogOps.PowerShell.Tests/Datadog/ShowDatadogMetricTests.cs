using System.Text.Json.Nodes;
using DatadogOps.Tests.Engine;

namespace DatadogOps.Tests.Datadog;

public class ShowDatadogMetricTests
{
    private const string Query = "'sum:a{*} by {state}'";

    [Fact]
    public async Task EachSeriesHasAStripReadableWithoutColors()
    {
        await using var server = new DefinitionServer { QueryAnswer = Series() };

        string[] lines = [.. StagedModule.Output($"Show-DatadogMetric {Query} -Width 60 {server.At}").Select(line => line.ToString())];

        Assert.Equal("sum:a{*} by {state}", lines[0]);
        Assert.StartsWith("state:idle", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("last 8  min 1  max 8", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("state:active", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("       8┤", StringComparison.Ordinal) && line.EndsWith('█'));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 60));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task BarsShowTheLastValues()
    {
        await using var server = new DefinitionServer { QueryAnswer = Series() };

        string[] lines = [.. StagedModule.Output($"Get-DatadogMetric {Query} {server.At} | Show-DatadogMetric -Chart Bar -Top 1").Select(line => line.ToString())];

        Assert.Contains(lines, line => line.Contains("state:idle", StringComparison.Ordinal) && line.EndsWith("█ 8", StringComparison.Ordinal));
        Assert.Equal("and 1 more series; -Top shows more.", lines[^1]);
    }

    [Fact]
    public async Task ReportsWhatCannotBeDrawn()
    {
        await using var server = new DefinitionServer();

        Assert.Equal("No points in this period.", Assert.Single(StagedModule.Output($"Show-DatadogMetric {Query} {server.At}")).ToString());
        DefinitionText.Error(StagedModule.Run("Show-DatadogMetric", ["text"]), "QueryInputUnknown");
        server.QueryAnswer = JsonNode.Parse("""{"status":"error","error":"no"}""")!.AsObject();
        PipelineResult failed = StagedModule.Run($"Show-DatadogMetric {Query} {server.At}");
        Assert.Empty(failed.Output);
        DefinitionText.Error(failed, "QueryFailed");
    }

    private static JsonObject Series()
    {
        static JsonArray Points(Func<int, double> value) => new([.. Enumerable.Range(0, 60).Select(i => new JsonArray(1641344100000 + (i * 20_000L), value(i)))]);

        return new JsonObject
        {
            ["status"] = "ok",
            ["series"] = new JsonArray(
                new JsonObject { ["metric"] = "a", ["scope"] = "state:active", ["interval"] = 20, ["pointlist"] = Points(_ => 2) },
                new JsonObject { ["metric"] = "a", ["scope"] = "state:idle", ["interval"] = 20, ["pointlist"] = Points(i => 1 + (7.0 * i / 59)) }),
        };
    }
}
