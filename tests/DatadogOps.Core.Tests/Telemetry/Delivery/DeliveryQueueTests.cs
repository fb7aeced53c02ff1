using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.Telemetry.Delivery;

/// <summary>Points are spooled when the address, proxy or name is wrong, and the error explains the fix.</summary>
public sealed class DeliveryQueueTests
{
    private const string Secret = "0123456789abcdefSECRET";

    [Theory]
    [InlineData(404, "application/json", """{"errors":["Not found"]}""", "-ApiUri")]
    [InlineData(200, "text/html", "<html><title>Sign in</title></html>", "proxy")]
    [InlineData(403, "text/html", "<html><title>Blocked</title></html>", "proxy")]
    [InlineData(407, "text/html", "<html></html>", "HTTPS_PROXY")]
    [InlineData(302, "text/plain", "", "-ApiUri")]
    public async Task A_wrong_server_is_an_error_and_loses_no_points(int status, string type, string body, string advice)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(status, body, type));
        OperationException fault = await FailAsync(server.Uri, 3);
        Assert.Equal(TelemetryErrorIds.DatadogAnswerUnknown, fault.ErrorId);
        Assert.Contains(advice, fault.Advice, StringComparison.Ordinal);
        Assert.NotEqual(OperationErrorKind.AuthenticationFailed, fault.Kind); // that would end the command, and lose what is still to come
    }

    // Where no name server answers at all, that is trouble that may pass; without a spool both are the same error.
    [Fact]
    public async Task A_name_that_does_not_resolve_is_reported_with_what_to_check()
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
