using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Http;

public sealed class GuardTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("LOCALHOST:80", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", HttpStatusCode.Forbidden)]
    public async Task Host_must_be_this_machine(string host, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.SendAsync(HttpMethod.Get, "intake/health", change: request => request.Headers.Host = host)).Status);

    [Theory]
    [InlineData("http://localhost:3000", HttpStatusCode.OK)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task Origin_must_be_this_machine(string origin, HttpStatusCode expected) =>
        Assert.Equal(expected, (await intake.SendAsync(HttpMethod.Get, "intake/health", change: request => request.Headers.Add("Origin", origin))).Status);

    [Theory]
    [InlineData(IntakeFixture.ApiKey, HttpStatusCode.OK)]
    [InlineData("wrong", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task Validate_tells_good_keys_from_bad(string? key, HttpStatusCode expected)
    {
        (HttpStatusCode status, JsonElement body) = await intake.SendAsync(HttpMethod.Get, "api/v1/validate", null, key);
        Assert.Equal(expected, status);
        Assert.Equal(expected == HttpStatusCode.OK, body.TryGetProperty("valid", out JsonElement valid) && valid.GetBoolean());
    }

    [Fact]
    public async Task A_key_in_the_address_does_not_count_and_is_not_shown()
    {
        foreach (string key in new[] { IntakeFixture.ApiKey, "some-other-secret" })
        {
            (HttpStatusCode status, _) = await intake.SendAsync(HttpMethod.Get, $"api/v1/validate?api_key={key}", null, null, null);
            Assert.Equal(HttpStatusCode.Forbidden, status);
            string payloads = (await intake.GetAsync("intake/payloads")).Body.GetRawText();
            Assert.Contains("api_key=<redacted>", payloads, StringComparison.Ordinal);
            Assert.DoesNotContain(key, payloads, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unknown_addresses_are_named()
    {
        (HttpStatusCode status, JsonElement body) = await intake.GetAsync("api/v1/nope");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("/api/v1/nope", Answers.Error(body), StringComparison.Ordinal);
    }
}
