using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Hosts;

public sealed class HostTagTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Tags_are_404_until_the_host_is_known()
    {
        string host = "h" + Guid.NewGuid().ToString("N");
        string path = $"api/v1/tags/hosts/{host}?source=chef";
        Assert.Equal(HttpStatusCode.NotFound, (await intake.PostAsync(path, """{"tags":["role:db"]}""", HttpMethod.Put)).Status);
        await intake.PostSeriesAsync($$"""{"series":[{"metric":"m","points":[{"timestamp":{{intake.Now}},"value":1}],"resources":[{"name":"{{host}}","type":"host"}]}]}""");

        (HttpStatusCode status, JsonElement body) = await intake.PostAsync(path, """{"tags":["role:db"]}""", HttpMethod.Put);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(host, body.GetProperty("host").GetString());
        Assert.Equal(["role:db", "env:a"], Tags((await intake.PostAsync(path, """{"tags":["env:a"]}""")).Body));
        Assert.Equal(["role:db", "env:a"], Tags((await intake.GetAsync(path)).Body));
        Assert.Empty(Tags((await intake.GetAsync($"api/v1/tags/hosts/{host}?source=users")).Body));
        Assert.Equal(["role:web"], Tags((await intake.PostAsync(path, """{"tags":["role:web"]}""", HttpMethod.Put)).Body));
        Assert.Contains(host, (await intake.GetAsync("api/v1/tags/hosts")).Body.GetProperty("tags").GetProperty("role:web").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await intake.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Empty(Tags((await intake.GetAsync(path)).Body));
    }

    [Theory]
    [InlineData("check_run", """[{"check":"c","host_name":"{h}","status":0,"tags":[]}]""", "v1")]
    [InlineData("events", """{"title":"t","text":"x","host":"{h}"}""", "v1")]
    [InlineData("logs", """[{"message":"m","hostname":"{h}"}]""", "v2")]
    [InlineData("distribution_points", """{"series":[{"metric":"m","host":"{h}","points":[]}]}""", "v1")]
    public async Task Whatever_comes_from_a_host_makes_it_known(string endpoint, string json, string version)
    {
        string host = "h" + Guid.NewGuid().ToString("N");
        Assert.Equal(HttpStatusCode.NotFound, (await intake.GetAsync($"api/v1/tags/hosts/{host}")).Status);
        await intake.PostAsync($"api/{version}/{endpoint}", json.Replace("{h}", host, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await intake.GetAsync($"api/v1/tags/hosts/{host}")).Status);
    }

    private static string[] Tags(JsonElement body) => [.. body.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];
}
