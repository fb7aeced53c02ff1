using System.Net;
using System.Text;
using System.Text.Json;
using DatadogOps.Intake.Http;
using DatadogOps.Testbed.Intake;

namespace DatadogOps.Tests.Control;

public sealed class ReceivedTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task A_request_is_given_back_byte_by_byte_without_its_keys()
    {
        string json = $$"""{"series":[{"metric":"given.back","points":[{"timestamp":{{intake.Now}},"value":1}]}]}""";
        await intake.SendAsync(HttpMethod.Post, "api/v2/series", new StringContent(json, Encoding.UTF8, "application/json"), change: request => request.Headers.Add("X-Mine", "yes"));
        ReceivedRequest request = (await intake.Control.RequestsAsync()).Last(one => one.Body?.Contains("given.back", StringComparison.Ordinal) == true);
        Assert.Equal(json, Encoding.UTF8.GetString(await intake.Control.BodyAsync(request.Id)));
        Assert.Equal("yes", request.Headers["X-Mine"]);
        Assert.DoesNotContain(request.Headers.Keys, name => name.Contains("KEY", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(1, request.Points);
    }

    [Fact]
    public async Task A_body_with_a_key_is_not_given_back()
    {
        await intake.PostAsync("api/v1/events", $$"""{"title":"leak","text":"{{IntakeFixture.ApplicationKey}}"}""");
        ReceivedRequest request = (await intake.Control.RequestsAsync())[^1];
        Assert.Contains("<redacted>", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(IntakeFixture.ApplicationKey, request.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await intake.GetAsync($"intake/payloads/{request.Id}/body")).Status);
    }

    [Fact]
    public async Task Datagrams_are_given_back_byte_by_byte()
    {
        string text = $"raw.{Guid.NewGuid():N}:1|g\nnot this|";
        await intake.SendDogStatsDAsync(text);
        Assert.Contains(text, (await intake.Control.DatagramsAsync()).Select(Encoding.UTF8.GetString));
        Assert.Contains((await intake.Control.MalformedAsync()).Select(one => one.GetProperty("line").GetString()), line => line == "not this|");
    }

    [Fact]
    public async Task The_clock_goes_forward_and_points_grow_old()
    {
        string series = $$"""{"series":[{"metric":"clock.point","points":[{"timestamp":{{intake.Now}},"value":1}]}]}""";
        await intake.Control.AdvanceClockAsync(TimeSpan.FromHours(2));
        try
        {
            await intake.PostSeriesAsync(series);
            Assert.Empty(await intake.Control.SeriesAsync("clock.point"));
            JsonElement clock = (await intake.GetAsync("intake/clock")).Body;
            Assert.Equal(intake.Now + 7200, clock.GetProperty("now").GetInt64());
        }
        finally
        {
            await intake.SendAsync(HttpMethod.Delete, "intake/clock");
        }

        await intake.PostSeriesAsync(series);
        Assert.Single(await intake.Control.SeriesAsync("clock.point"));
    }

    [Fact]
    public async Task Deep_json_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 100_000));
        foreach (string path in new[] { "api/v2/series", "api/v1/events", "api/v1/monitor", "api/v2/logs", "api/v1/distribution_points" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await intake.PostAsync(path, deep)).Status);
        }
    }
}
