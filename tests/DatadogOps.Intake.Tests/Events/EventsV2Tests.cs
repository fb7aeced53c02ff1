using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Events;

public sealed class EventsV2Tests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    private const string Change = """{"changed_resource":{"name":"payments","type":"feature_flag"},"author":{"name":"a@b","type":"user"},"new_value":{"on":true},"impacted_resources":[{"name":"api","type":"service"}]}""";

    [Theory]
    [InlineData("change", Change)]
    [InlineData("alert", """{"status":"error","priority":"1","custom":{"a":[1,{"b":2}]},"links":[{"category":"runbook","url":"https://x"}]}""")]
    public async Task An_event_is_taken_and_found(string category, string attributes)
    {
        string tag = "v2:" + Guid.NewGuid().ToString("N");
        (HttpStatusCode status, JsonElement body) = await PostAsync(category, attributes, $"\"tags\":[\"{tag}\"],\"message\":\"text\",\"host\":\"h1\",\"integration_id\":\"custom-events\"");
        Assert.Equal(HttpStatusCode.Accepted, status);
        string id = body.GetProperty("data").GetProperty("attributes").GetProperty("attributes").GetProperty("evt").GetProperty("id").GetString()!;

        (status, body) = await intake.GetAsync($"api/v2/events?filter[query]={tag}");
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement found = Assert.Single(body.GetProperty("data").EnumerateArray()).GetProperty("attributes");
        Assert.Equal("text", found.GetProperty("message").GetString());
        Assert.Equal(category, found.GetProperty("attributes").GetProperty("category").GetString());
        Assert.Equal(id, found.GetProperty("attributes").GetProperty("evt").GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.OK, (await intake.GetAsync("api/v1/events/" + id)).Status);
    }

    [Theory]
    [InlineData("invalid", "{}", "", "JSON validation failed at $.data.attributes.category: value must be one of: [\"alert\", \"change\"].")]
    [InlineData("change", "{}", "", "'changed_resource' is missing")]
    [InlineData("change", """{"changed_resource":{"name":"x","type":"house"}}""", "", "'house' is none of")]
    [InlineData("alert", """{"status":"bad"}""", "", "'bad' is none of")]
    [InlineData("alert", """{"status":"ok","custom":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}""", "", "deeper than 10 levels")]
    [InlineData("change", Change, "\"timestamp\":\"yesterday\"", "an ISO 8601 time is expected")]
    [InlineData("change", Change, "\"timestamp\":\"2000-01-01T00:00:00Z\"", "older than 18 hours")]
    [InlineData("change", Change, "\"aggregation_key\":\"\"", "aggregation_key: has 0 characters")]
    [InlineData("change", Change, "\"nope\":1", "there is no property 'nope'")]
    public async Task Refuses_in_objects(string category, string attributes, string more, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await PostAsync(category, attributes, more);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Detail(body), StringComparison.Ordinal);
        Assert.Equal("400", body.GetProperty("errors")[0].GetProperty("status").GetString());
        Assert.Equal("Bad Request", body.GetProperty("errors")[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Pages_follow_the_cursor_to_the_end()
    {
        string tag = "cursor:" + Guid.NewGuid().ToString("N");
        for (int i = 0; i < 5; i++)
        {
            await intake.PostAsync("api/v1/events", $$"""{"title":"e{{i}}","text":"x","tags":["{{tag}}"],"date_happened":{{intake.Now - 50 + i}}}""");
        }

        var titles = new List<string>();
        string? cursor = null;
        do
        {
            string page = cursor is null ? "\"limit\":2" : $"\"limit\":2,\"cursor\":\"{cursor}\"";
            (_, JsonElement body) = await intake.PostAsync("api/v2/events/search", $$$"""{"filter":{"query":"{{{tag}}}","from":"now-15m","to":"now"},"page":{{{{page}}}},"sort":"timestamp"}""");
            titles.AddRange(body.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("attributes").GetProperty("attributes").GetProperty("title").GetString()!));
            cursor = body.TryGetProperty("meta", out JsonElement meta) ? meta.GetProperty("page").GetProperty("after").GetString() : null;
        }
        while (cursor is not null);
        Assert.Equal(["e0", "e1", "e2", "e3", "e4"], titles);
    }

    [Fact]
    public async Task A_foreign_cursor_is_refused()
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v2/events?page[cursor]=eyJzdGFydEF0IjoiQVFBQUFYS2tMS3pPbm40");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("invalid cursor", Answers.Error(body), StringComparison.Ordinal);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string category, string attributes, string more) => intake.PostAsync(
        "api/v2/events",
        """{"data":{"type":"event","attributes":{"title":"t","category":"CATEGORY","attributes":ATTRIBUTES MORE}}}"""
            .Replace("CATEGORY", category, StringComparison.Ordinal)
            .Replace("ATTRIBUTES", attributes, StringComparison.Ordinal)
            .Replace(" MORE", more.Length == 0 ? string.Empty : "," + more, StringComparison.Ordinal));
}
