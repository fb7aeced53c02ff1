using System.Management.Automation;
using System.Text.Json.Nodes;

namespace DatadogOps.Tests.Datadog;

public class GetDatadogMetricTests
{
    private const string Answer = """
        {"status":"ok","resp_version":1,"series":[
          {"metric":"a.b","tag_set":["state:idle"],"scope":"state:idle","interval":20,"pointlist":[[1641344100000,11.5],[1641344120000,null],[1641344140000,12]],"unit":[{"name":"connection","short_name":"conn"},null]},
          {"metric":"a.b","tag_set":[],"scope":"","interval":20,"pointlist":[[1641344100000.0,3]],"unit":null}]}
        """;

    [Fact]
    public async Task PointsAreFlatObjects()
    {
        await using var server = new DefinitionServer { QueryAnswer = JsonNode.Parse(Answer)!.AsObject() };

        IReadOnlyList<PSObject> points = StagedModule.Output($"Get-DatadogMetric 'sum:a.b{{*}} by {{state}}' -From '2022-01-05T00:55:00Z' -To '2022-01-05T01:00:00Z' {server.At}");

        Assert.Equal([11.5, 12.0, 3.0], points.Select(point => (double)point.Get("Value")!));
        Assert.Equal(["state:idle", "state:idle", "*"], points.Select(point => (string)point.Get("Scope")!));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1641344140), points[1].Get("Timestamp"));
        Assert.Equal(("conn", 20, "state:idle"), (points[0].Get("Unit"), points[0].Get("IntervalSeconds"), points[0].Get("Tags")!.ToString()));
        Assert.Equal("/api/v1/query?from=1641344100&to=1641344400&query=sum%3Aa.b%7B%2A%7D%20by%20%7Bstate%7D", Assert.Single(server.Reads));
    }

    [Fact]
    public async Task QueriesComeFromThePipelineAndAFailureOfOneIsOneError()
    {
        await using var server = new DefinitionServer { QueryAnswer = JsonNode.Parse("""{"status":"error","error":"Rule 'x' didn't match"}""")!.AsObject() };

        var result = StagedModule.Run($"'q1', 'q2' | Get-DatadogMetric {server.At}");

        Assert.Equal(2, result.Errors.Count);
        Assert.StartsWith("QueryFailed", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'q1'", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATimeThatRunsBackwardsIsRefused()
    {
        await using var server = new DefinitionServer();

        DefinitionText.Error(StagedModule.Run($"Get-DatadogMetric q -From '2022-01-05T01:00:00Z' -To '2022-01-05T00:00:00Z' {server.At}"), "QueryTimeInvalid");
        Assert.Empty(server.Reads);
    }
}
