using System.Globalization;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Postgres;

namespace DatadogOps.Tests.Telemetry.Context;

public sealed class DatadogConnectionTestTests
{
    private const string Secret = "0123456789abcdefSECRET";

    [Theory]
    [InlineData(-300, Finding.Warning, "behind")]
    [InlineData(-7200, Finding.Failed, "behind")]
    [InlineData(1200, Finding.Failed, "ahead of")]
    [InlineData(10, Finding.Passed, "agrees")]
    public async Task A_wrong_clock_is_reported_with_its_difference(int seconds, string result, string words)
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
}
