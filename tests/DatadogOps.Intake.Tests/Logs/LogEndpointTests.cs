using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Logs;

public sealed class LogEndpointTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Entries_are_taken_with_free_attributes()
    {
        string service = Guid.NewGuid().ToString("N");
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync(
            "api/v2/logs",
            $$$"""[{"message":"one","service":"{{{service}}}","ddsource":"nginx","ddtags":"a:b","hostname":"h1","status":"error","extra":{"n":1}},{"message":"two","service":"{{{service}}}"}]""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("{}", body.GetRawText());
        JsonElement[] kept = await KeptAsync(service);
        Assert.Equal(["one", "two"], kept.Select(one => one.GetProperty("log").GetProperty("message").GetString()));
        Assert.Equal(1, kept[0].GetProperty("log").GetProperty("extra").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task An_entry_over_a_megabyte_is_cut()
    {
        string service = Guid.NewGuid().ToString("N");
        Assert.Equal(HttpStatusCode.Accepted, (await intake.PostAsync("api/v2/logs", $$"""[{"message":"{{new string('x', 1_000_001)}}","service":"{{service}}"}]""")).Status);
        JsonElement kept = Assert.Single(await KeptAsync(service));
        Assert.True(kept.GetProperty("truncated").GetBoolean());
        Assert.Equal(1_000_000, kept.GetProperty("log").GetProperty("message").GetString()!.Length);
    }

    [Theory]
    [InlineData(1000, HttpStatusCode.Accepted)]
    [InlineData(1001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_request_has_1000_entries(int count, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.PostAsync("api/v2/logs", $"[{string.Join(',', Enumerable.Repeat("""{"message":"m"}""", count))}]")).Status);

    [Theory]
    [InlineData(5_000_000, HttpStatusCode.Accepted)]
    [InlineData(5_000_001, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_request_has_5_megabytes(int bytes, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.PostAsync("api/v2/logs", """[{"message":"m"}]""".PadRight(bytes))).Status);

    [Theory]
    [InlineData("""[{"service":"x"}]""", "'message' is missing")]
    [InlineData("""[{"message":1}]""", "a string is expected")]
    [InlineData("\"x\"", "an array is expected")]
    public async Task Refuses_in_objects(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v2/logs", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Detail(body), StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> KeptAsync(string service) =>
    [
        .. (await intake.GetAsync("intake/logs")).Body.GetProperty("logs").EnumerateArray()
            .Where(one => one.GetProperty("log").TryGetProperty("service", out JsonElement has) && has.GetString() == service),
    ];
}
