using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Events;

public sealed class EventsV1Tests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task An_event_is_answered_and_found_by_its_id()
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync(
            "api/v1/events",
            $$"""{"title":"Deploy","text":"%%% \n**done** \n %%%","alert_type":"success","priority":"low","host":"web1","tags":["env:prod"],"source_type_name":"chef","aggregation_key":"k","date_happened":{{intake.Now - 60}}}""");
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("ok", body.GetProperty("status").GetString());
        string id = body.GetProperty("event").GetProperty("id_str").GetString()!;
        (status, body) = await intake.GetAsync("api/v1/events/" + id);
        Assert.Equal(HttpStatusCode.OK, status);
        JsonElement read = body.GetProperty("event");
        Assert.Equal(id, $"{read.GetProperty("id").GetInt64()}");
        Assert.Equal("Deploy", read.GetProperty("title").GetString());
        Assert.Equal("success", read.GetProperty("alert_type").GetString());
        Assert.Equal("web1", read.GetProperty("host").GetString());
        Assert.Equal("chef", read.GetProperty("source_type_name").GetString());
        Assert.Equal(intake.Now - 60, read.GetProperty("date_happened").GetInt64());
        Assert.Equal(HttpStatusCode.NotFound, (await intake.GetAsync("api/v1/events/1")).Status);
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "'title' is missing")]
    [InlineData("""{"title":"x"}""", "'text' is missing")]
    [InlineData("""{"title":"","text":"x"}""", "payload.title")]
    [InlineData("""{"title":"x","text":1}""", "payload.text: a string is expected")]
    [InlineData("""{"title":"x","text":"x","priority":"high"}""", "'high' is none of normal, low")]
    [InlineData("""{"title":"x","text":"x","alert_type":"fatal"}""", "'fatal' is none of")]
    [InlineData("""{"title":"x","text":"x","tag":["a"]}""", "there is no property 'tag'")]
    [InlineData("""{"title":"x","text":"x","date_happened":"now"}""", "date_happened: an integer is expected")]
    [InlineData("""{"title":"x","text":"x","date_happened":1}""", "Event too far in the past")]
    [InlineData("not json", "not JSON")]
    public async Task Refuses_by_name(string json, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/events", json);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4000, 100, HttpStatusCode.Accepted)]
    [InlineData(4001, 100, HttpStatusCode.BadRequest)]
    [InlineData(4000, 101, HttpStatusCode.BadRequest)]
    public async Task Text_and_aggregation_key_have_a_limit(int text, int key, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.PostAsync("api/v1/events", $$"""{"title":"x","text":"{{new string('é', text)}}","aggregation_key":"{{new string('k', key)}}"}""")).Status);

    [Theory]
    [InlineData(64_800, HttpStatusCode.Accepted)]
    [InlineData(64_801, HttpStatusCode.BadRequest)]
    public async Task Events_may_be_18_hours_old(int age, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.PostAsync("api/v1/events", $$"""{"title":"x","text":"x","date_happened":{{intake.Now - age}}}""")).Status);

    [Fact]
    public async Task Listing_filters_and_needs_both_keys()
    {
        string tag = "list:" + Guid.NewGuid().ToString("N");
        await PostAsync("one", -10, $"\"tags\":[\"{tag}\",\"env:a\"],\"priority\":\"low\",\"source_type_name\":\"puppet\"");
        await PostAsync("two", -20, $"\"tags\":[\"{tag}\"],\"source_type_name\":\"chef\"");
        await PostAsync("three", -500, $"\"tags\":[\"{tag}\"]");
        Assert.Equal(["one", "two"], await TitlesAsync($"start={intake.Now - 100}&end={intake.Now}&tags={tag}"));
        Assert.Equal(["one"], await TitlesAsync($"start={intake.Now - 100}&end={intake.Now}&tags={tag},env:a"));
        Assert.Equal(["one"], await TitlesAsync($"start={intake.Now - 100}&end={intake.Now}&tags={tag}&priority=low"));
        Assert.Equal(["two", "three"], await TitlesAsync($"start={intake.Now - 1000}&end={intake.Now}&tags={tag}&priority=normal"));
        Assert.Equal(["one", "two"], await TitlesAsync($"start={intake.Now - 1000}&end={intake.Now}&tags={tag}&sources=chef,puppet"));
        Assert.Equal(HttpStatusCode.Forbidden, (await intake.SendAsync(HttpMethod.Get, "api/v1/events?start=1&end=2", applicationKey: null)).Status);
    }

    [Fact]
    public async Task Pages_have_a_thousand_events()
    {
        string tag = "page:" + Guid.NewGuid().ToString("N");
        for (int i = 0; i < 1001; i++)
        {
            await PostAsync($"{i}", -i, $"\"tags\":[\"{tag}\"]");
        }

        string query = $"start={intake.Now - 5000}&end={intake.Now}&tags={tag}&unaggregated=true";
        Assert.Equal(1000, (await TitlesAsync(query + "&page=0")).Length);
        Assert.Equal(["1000"], await TitlesAsync(query + "&page=1"));
        Assert.Empty(await TitlesAsync(query + "&page=2"));
    }

    [Fact]
    public async Task An_event_whose_parent_is_out_of_sight_shows_unaggregated_only()
    {
        string key = Guid.NewGuid().ToString("N");
        await PostAsync("parent", -500, $"\"aggregation_key\":\"{key}\",\"tags\":[\"{key}\"]");
        await PostAsync("child", -5, $"\"aggregation_key\":\"{key}\",\"tags\":[\"{key}\"]");
        string query = $"start={intake.Now - 100}&end={intake.Now}&tags={key}";
        Assert.Empty(await TitlesAsync(query));
        Assert.Equal(["child"], await TitlesAsync(query + "&unaggregated=true"));
    }

    [Theory]
    [InlineData("end=2", "'start' is required")]
    [InlineData("start=1", "'end' is required")]
    [InlineData("start=x&end=2", "'start' must be a whole number")]
    [InlineData("start=3&end=2", "must not be before")]
    [InlineData("start=1&end=2&page=0", "can only be used with unaggregated")]
    [InlineData("start=1&end=2&priority=high", "normal or low")]
    [InlineData("start=1&end=2&unaggregated=maybe", "true or false")]
    [InlineData("start=1&end=2&tag=x", "no parameter 'tag'")]
    public async Task Listing_refuses_by_name(string query, string reason)
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v1/events?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    private async Task PostAsync(string title, int offset, string more) => Assert.Equal(
        HttpStatusCode.Accepted,
        (await intake.PostAsync("api/v1/events", $$"""{"title":"{{title}}","text":"x","date_happened":{{intake.Now + offset}},{{more}}}""")).Status);

    private async Task<string[]> TitlesAsync(string query)
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v1/events?" + query);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("title").GetString()!)];
    }
}
