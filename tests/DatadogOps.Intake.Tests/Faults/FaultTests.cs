using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly IntakeFixture _intake = new();

    private IntakeControl Control => _intake.Control;

    public Task InitializeAsync() => _intake.InitializeAsync();

    public Task DisposeAsync() => _intake.DisposeAsync();

    [Theory]
    [InlineData(408, "Request timeout")]
    [InlineData(413, "Payload too large")]
    [InlineData(429, "Too many requests")]
    [InlineData(500, "Internal error")]
    [InlineData(503, "Service unavailable")]
    public async Task Answers_a_status_as_often_as_asked(int status, string error)
    {
        await Control.SetFaultsAsync(IntakeFault.Status(status) with { Count = 2, Skip = 1, Path = "/api/v2/series", Method = "POST" });
        Assert.Equal((int[])[202, status, status, 202], await SendAsync(4));
        Assert.Contains((await Control.RequestsAsync()).Select(request => request.Error), one => one == "fault: Status");
        await Control.SetFaultsAsync(IntakeFault.Status(status));
        (_, System.Text.Json.JsonElement body) = await _intake.PostSeriesAsync(Series("m"));
        Assert.Equal(error, Answers.Error(body));
        await Control.ClearFaultsAsync();
        Assert.Equal((int[])[202], await SendAsync(1));
    }

    [Fact]
    public async Task Rate_limits_have_their_headers()
    {
        await Control.SetFaultsAsync(IntakeFault.RateLimited(7) with { Count = 1 }, IntakeFault.RetryAfter(503, 3) with { Count = 1 });
        using HttpResponseMessage limited = await PostAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal("7", limited.Headers.GetValues("X-RateLimit-Reset").Single());
        using HttpResponseMessage later = await PostAsync();
        Assert.Equal(RetryConditionHeaderValue.Parse("3"), later.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_proxy_answers_html()
    {
        await Control.SetFaultsAsync(IntakeFault.ProxyPage(200));
        using HttpResponseMessage answer = await PostAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await Control.CountsAsync()).HttpPoints);
    }

    [Fact]
    public async Task A_reset_takes_nothing_and_accept_then_reset_does()
    {
        await Control.SetFaultsAsync(IntakeFault.Reset() with { Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Equal(0, (await Control.CountsAsync()).HttpPoints);
        await Control.SetFaultsAsync(IntakeFault.AcceptThenReset() with { Count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(PostAsync);
        Assert.Equal(1, (await Control.CountsAsync()).HttpPoints);
        Assert.Single(await Control.SeriesAsync("m"));
    }

    [Fact]
    public async Task Half_an_answer_is_taken_whole()
    {
        await Control.SetFaultsAsync(IntakeFault.HalfAnswer(5) with { Count = 1 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/series") { Content = new StringContent(Series("m"), Encoding.UTF8, "application/json") };
        request.Headers.Add("DD-API-KEY", IntakeFixture.ApiKey);
        using HttpResponseMessage answer = await _intake.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(13, answer.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<Exception>(answer.Content.ReadAsStringAsync);
        Assert.Equal(1, (await Control.CountsAsync()).HttpPoints);
    }

    [Fact]
    public async Task A_hanging_request_is_taken_by_nobody_and_ends_with_the_intake()
    {
        await Control.SetFaultsAsync(IntakeFault.Hang() with { Count = 1 });
        Task<HttpResponseMessage> hanging = PostAsync();
        await Polling.UntilAsync(async () => (await Control.CountsAsync()).Refused == 1, () => "The request did not come");
        Assert.False(hanging.IsCompleted);
        Assert.Equal(0, (await Control.CountsAsync()).HttpPoints);
        await _intake.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task Late_answers_are_for_what_is_taken_already()
    {
        await Control.SetFaultsAsync(IntakeFault.LateAnswer(TimeSpan.FromMilliseconds(500)) with { Count = 1 });
        long begin = Stopwatch.GetTimestamp();
        using HttpResponseMessage late = await PostAsync();
        Assert.Equal(HttpStatusCode.Accepted, late.StatusCode);
        Assert.Equal("""{"errors":[]}""", await late.Content.ReadAsStringAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begin).TotalMilliseconds, 490, double.MaxValue);
    }

    [Fact]
    public async Task Only_the_requests_asked_for_meet_a_fault()
    {
        await Control.SetFaultsAsync(IntakeFault.Status(500) with { Path = "/api/v1/" });
        Assert.Equal((int[])[202], await SendAsync(1));
        Assert.Equal(HttpStatusCode.InternalServerError, (await _intake.GetAsync("api/v1/validate")).Status);
        await Control.SetFaultsAsync(IntakeFault.Status(500) with { Method = "GET" });
        Assert.Equal((int[])[202], await SendAsync(1));
    }

    [Fact]
    public async Task A_probability_meets_some()
    {
        await Control.SetFaultsAsync(IntakeFault.Status(500) with { Probability = 0.5 });
        int[] answers = await SendAsync(100);
        Assert.Contains(202, answers);
        Assert.Contains(500, answers);
    }

    [Theory]
    [InlineData("""{"rules":[{"action":"explode"}]}""", "'explode' is none of")]
    [InlineData("""{"rules":[{"action":"status"}]}""", "'status' is missing")]
    [InlineData("""{"rules":[{"action":"delay"}]}""", "'delay_ms' is missing")]
    [InlineData("""{"rules":[{"action":"hang","probability":0}]}""", "above 0 and at most 1")]
    public async Task Rules_are_checked(string json, string reason)
    {
        (HttpStatusCode status, System.Text.Json.JsonElement body) = await _intake.PostAsync("intake/faults", json, HttpMethod.Put);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, Answers.Error(body), StringComparison.Ordinal);
    }

    private async Task<int[]> SendAsync(int count)
    {
        int[] answers = new int[count];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage answer = await PostAsync();
            answers[i] = (int)answer.StatusCode;
        }

        return answers;
    }

    private async Task<HttpResponseMessage> PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v2/series") { Content = new StringContent(Series("m"), Encoding.UTF8, "application/json") };
        request.Headers.Add("DD-API-KEY", IntakeFixture.ApiKey);
        return await _intake.Http.SendAsync(request);
    }

    private string Series(string metric) => $$"""{"series":[{"metric":"{{metric}}","points":[{"timestamp":{{_intake.Now}},"value":1}]}]}""";
}
