using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Where the way itself is wrong, points are kept, and an error says what to set right.</summary>
public sealed class WrongWayTests
{
    private const string Secret = "0123456789abcdefSECRET";

    [Theory]
    [InlineData(404, "application/json", """{"errors":["Not found"]}""", "-ApiUri")]
    [InlineData(200, "text/html", "<html><title>Sign in</title></html>", "proxy")]
    [InlineData(403, "text/html", "<html><title>Blocked</title></html>", "proxy")]
    [InlineData(407, "text/html", "<html></html>", "HTTPS_PROXY")]
    [InlineData(302, "text/plain", "", "-ApiUri")]
    public async Task A_wrong_receiver_is_an_error_and_costs_no_points(int status, string type, string body, string advice)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(status, body, type));
        OperationException fault = await FailAsync(server.Uri, 3);
        Assert.Equal(TelemetryErrorIds.DatadogAnswerUnknown, fault.ErrorId);
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
        Assert.NotEqual(OperationErrorKind.AuthenticationFailed, fault.Kind); // that would end the command, and lose what is still to come
    }

    // Where no name server answers at all, that is trouble that may pass; without a spool both are the same error.
    [Fact]
    public async Task A_name_that_does_not_resolve_is_told_with_what_to_check()
    {
        var options = new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(5) };
        using ApiSender sender = ApiSender.Create(DatadogSite.FromUri(new Uri("https://api.datadogops-test.invalid")), DatadogSiteTests.Key(Secret), options);
        Assert.Null(await sender.AddAsync(Metrics.Gauge("test.lost"), default));
        await sender.FlushAsync(default);
        OperationException fault = sender.TryDequeueError()!;
        Assert.Equal(TelemetryErrorIds.DatadogHostNotFound, fault.ErrorId);
        Assert.Contains("api.datadogops-test.invalid does not resolve", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Site", fault.Advice, StringComparison.Ordinal);
        Assert.Contains("DNS", fault.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-300, Finding.Warning, "behind")]
    [InlineData(-7200, Finding.Failed, "behind")]
    [InlineData(1200, Finding.Failed, "ahead of")]
    [InlineData(10, Finding.Passed, "agrees")]
    public async Task A_clock_that_is_wrong_is_told_by_how_much(int seconds, string result, string words)
    {
        string date = FixedTime.Noon.GetUtcNow().AddSeconds(-seconds).ToString("R", CultureInfo.InvariantCulture);
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(200, """{"valid":true}""", headers: $"Date: {date}\r\n"));
        var context = new DatadogContext { Site = DatadogSite.FromUri(server.Uri), DogStatsDEndpoint = DogStatsDEndpoint.FromEnvironment(_ => null), ApiKey = DatadogSiteTests.Key(Secret) };
        IReadOnlyList<DatadogConnectionFinding> findings = await new DatadogConnectionTest(context, new DatadogApiOptions { Time = FixedTime.Noon }, _ => null).RunAsync(default);
        DatadogConnectionFinding clock = Assert.Single(findings, finding => finding.Rule == "Clock");
        Assert.Equal(result, clock.Status);
        Assert.Contains(words, clock.Actual, StringComparison.Ordinal);
        if (result != Finding.Passed)
        {
            Assert.Contains(Math.Abs(seconds).ToString(CultureInfo.InvariantCulture) + " seconds", clock.Actual, StringComparison.Ordinal);
            Assert.Equal(TelemetryErrorIds.DatadogClockSkewed, clock.ErrorId);
            Assert.Contains("NTP", clock.Recommendation, StringComparison.Ordinal);
        }
    }

    // Sends so many points, all of which must be in the spool then; the one error.
    private static async Task<OperationException> FailAsync(Uri address, int points)
    {
        using var temporary = new TemporarySpool();
        var options = new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(20), RetryDelay = TimeSpan.FromMilliseconds(5) };
        using ApiSender sender = ApiSender.Create(DatadogSite.FromUri(address), DatadogSiteTests.Key(Secret), options, temporary.Spool);
        for (int i = 0; i < points; i++)
        {
            Assert.Null(await sender.AddAsync(Metrics.Gauge("test.kept", i), default));
        }

        await sender.FlushAsync(default);
        Assert.Equal((0, points, 0), (sender.Accepted, sender.Spooled, sender.Dropped));
        Assert.Equal(points, temporary.Entries.Sum(entry => entry.Items));
        OperationException fault = sender.TryDequeueError()!;
        Assert.Contains(temporary.Path, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.Message, StringComparison.Ordinal);
        Assert.Null(sender.TryDequeueError());
        return fault;
    }
}
