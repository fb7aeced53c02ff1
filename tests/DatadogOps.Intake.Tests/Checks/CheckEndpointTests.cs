using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Checks;

public sealed class CheckEndpointTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Checks_are_taken_and_old_ones_dropped_behind_the_202()
    {
        string check = "c" + Guid.NewGuid().ToString("N");
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync(
            "api/v1/check_run",
            $$"""
            [{"check":"{{check}}","host_name":"h1","status":2,"tags":["a:b"],"message":"down","timestamp":{{intake.Now - 600}}},
             {"check":"{{check}}","host_name":"h1","status":0,"tags":[],"timestamp":{{intake.Now - 601}}}]
            """);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("""{"status":"ok"}""", body.GetRawText());
        JsonElement kept = Assert.Single(
            (await intake.GetAsync("intake/checks")).Body.GetProperty("checks").EnumerateArray(),
            one => one.GetProperty("check").GetString() == check);
        Assert.Equal(2, kept.GetProperty("status").GetInt32());
        Assert.Equal("down", kept.GetProperty("message").GetString());
        Assert.True((await intake.GetAsync("intake/health")).Body.GetProperty("dropped").GetProperty("checks_too_old").GetInt64() > 0);
    }

    [Theory]
    [InlineData("{}", "an array is expected")]
    [InlineData("""[{"host_name":"h","status":0,"tags":[]}]""", "'check' is missing")]
    [InlineData("""[{"check":"c","status":0,"tags":[]}]""", "'host_name' is missing")]
    [InlineData("""[{"check":"c","host_name":"h","status":4,"tags":[]}]""", "4 is not from 0 to 3")]
    [InlineData("""[{"check":"c","host_name":"h","status":0}]""", "'tags' is missing")]
    [InlineData("""[{"check":"c","host_name":"h","status":0,"tags":[],"host":"x"}]""", "no property 'host'")]
    public async Task Refuses_by_name(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/check_run", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }
}
