using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Http;

public sealed class QueryEndpointTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Article_queries_answer_alike_for_what_came_by_DogStatsD_and_by_the_API()
    {
        (string State, string Application, int Count)[] held =
        [
            ("idle", "web", 8), ("active", "web", 2), ("idle in transaction", "worker-medium", 3), ("idle", "worker-medium", 4), ("idle in transaction (aborted)", "reporting", 1),
        ];
        string lines = string.Join('\n', held.Select(one => $"postgresql.connection_state:{one.Count}|g|#state:{one.State},application_name:{one.Application},host:db1"));
        await intake.FlushAsync();
        await intake.SendDogStatsDAsync(lines);
        Dictionary<string, double>[] byDogStatsD = await AskAsync();

        await intake.FlushAsync();
        string series = string.Join(',', held.Select(one =>
            $$"""{"metric":"postgresql.connection_state","type":3,"points":[{"timestamp":{{intake.Now}},"value":{{one.Count}}}],"tags":["state:{{one.State}}","application_name:{{one.Application}}"],"resources":[{"name":"db1","type":"host"}]}"""));
        await intake.PostSeriesAsync($$"""{"series":[{{series}}]}""");
        Dictionary<string, double>[] byApi = await AskAsync();

        Assert.Equal(new() { ["state:idle"] = 12, ["state:active"] = 2, ["state:idle_in_transaction"] = 3, ["state:idle_in_transaction_aborted"] = 1 }, byApi[0]);
        Assert.Equal(new() { ["application_name:web"] = 8, ["application_name:worker-medium"] = 4 }, byApi[1]);
        Assert.Equal(new() { ["state:idle"] = 4, ["state:idle_in_transaction"] = 3 }, byApi[2]);
        Assert.Equal(byApi, byDogStatsD);
    }

    [Fact]
    public async Task Answer_says_what_was_asked()
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v1/query?from=100&to=200&query=sum:nothing{*}%20by%20{state}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("ok", body.GetProperty("status").GetString());
        Assert.Equal("sum:nothing{*} by {state}", body.GetProperty("query").GetString());
        Assert.Equal(100_000, body.GetProperty("from_date").GetInt64());
        Assert.Equal(200_000, body.GetProperty("to_date").GetInt64());
        Assert.Equal("""["state"]""", body.GetProperty("group_by").GetRawText());
        Assert.Empty(body.GetProperty("series").EnumerateArray());
    }

    [Theory]
    [InlineData("to=200&query=sum:a{*}", "'from' is required")]
    [InlineData("from=100&query=sum:a{*}", "'to' is required")]
    [InlineData("from=100&to=200", "'query' is required")]
    [InlineData("from=x&to=200&query=sum:a{*}", "'from' must be a Unix time")]
    [InlineData("from=1&to=1800000000000&query=sum:a{*}", "'to' must be a Unix time")]
    [InlineData("from=200&to=100&query=sum:a{*}", "later than 'from'")]
    [InlineData("from=100&to=200&query=a", "Error parsing query")]
    public async Task Refuses_by_name(string parameters, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v1/query?" + parameters);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, IntakeFixture.ApplicationKey)]
    [InlineData(IntakeFixture.ApiKey, null)]
    [InlineData(IntakeFixture.ApiKey, "wrong")]
    [InlineData(IntakeFixture.ApplicationKey, IntakeFixture.ApiKey)]
    public async Task Needs_both_keys(string? apiKey, string? applicationKey)
    {
        (HttpStatusCode status, JsonElement body) = await intake.SendAsync(HttpMethod.Get, "api/v1/query?from=1&to=2&query=sum:a{*}", null, apiKey, applicationKey);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("Forbidden", Answers.Error(body));
    }

    private async Task<Dictionary<string, double>[]> AskAsync() =>
    [
        Answers.LastValues((await intake.QueryAsync("sum:postgresql.connection_state{*} by {state}")).Body),
        Answers.LastValues((await intake.QueryAsync("sum:postgresql.connection_state{state:idle} by {application_name}")).Body),
        Answers.LastValues((await intake.QueryAsync("sum:postgresql.connection_state{application_name:worker-medium} by {state}")).Body),
    ];
}
