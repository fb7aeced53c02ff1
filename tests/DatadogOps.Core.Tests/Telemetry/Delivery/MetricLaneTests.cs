using System.Security.Cryptography;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.Postgres;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Telemetry.Delivery;

public sealed class MetricLaneTests
{
    private static readonly DateTimeOffset Now = FixedTime.Noon.GetUtcNow();

    [Fact]
    public void A_point_has_all_that_the_API_asks_for()
    {
        using var lane = Metrics.Lane(new TagSet("env:test"));
        lane.TryAdd(
            new DatadogMetric
            {
                Name = "pg.rows-read",
                Value = 0.1,
                Type = MetricType.Rate,
                Timestamp = Now.AddSeconds(-30),
                HostName = "db1",
                Unit = "row",
                IntervalSec = 10,
                Tags = new TagSet("db:köln", "note:a \"b\" | c"),
            },
            Now);
        using DatadogPayload payload = lane.Take()!;
        Assert.Equal(
            """{"series":[{"metric":"pg.rows_read","type":2,"unit":"row","interval":10,"resources":[{"name":"db1","type":"host"}],"tags":["env:test","db:köln","note:a \"b\" _ c"],"points":[{"timestamp":1772366370,"value":0.1}]}]}""",
            payload.ReadText());
    }

    [Fact]
    public void Neighbouring_points_of_one_series_share_it()
    {
        using var lane = Metrics.Lane();
        lane.TryAdd(Metrics.Gauge("a", 1, "t:1"), Now.AddSeconds(-1));
        lane.TryAdd(Metrics.Gauge("a", 2, "t:1"), Now);
        lane.TryAdd(Metrics.Gauge("a", 3, "t:2"), Now);
        lane.TryAdd(Metrics.Gauge("a", 4, "t:2") with { HostName = "h" }, Now);
        using DatadogPayload payload = lane.Take()!;
        Assert.Equal(4, payload.Items);
        Assert.Equal(payload.RawLength, payload.ReadText().Length);
        using JsonDocument json = JsonDocument.Parse(payload.ReadText());
        Assert.Equal([2, 1, 1], json.RootElement.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("points").GetArrayLength()));
        Assert.Null(lane.Take());
    }

    // How well the text compresses decides which of the limits is met first: 0 is not at all, 3 very well.
    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(1, 40_000)]
    [InlineData(2, 60_000)]
    [InlineData(3, 60_000)]
    public void Payloads_keep_both_limits_use_them_well_and_lose_nothing(int sameness, int count)
    {
        var random = new Random(5);
        using var lane = Metrics.Lane();
        var payloads = new List<(int Sent, int Raw)>();
        int next = 0;

        void Finish()
        {
            using DatadogPayload payload = lane.Take()!;
            string text = payload.ReadText();
            Assert.InRange(payload.Body.Length, 1, 512_000);
            Assert.InRange(text.Length, 1, 5_242_880);
            Assert.Equal(payload.RawLength, text.Length);
            payloads.Add((payload.Body.Length, text.Length));
            using JsonDocument json = JsonDocument.Parse(text);
            foreach (JsonElement point in json.RootElement.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("points").EnumerateArray()))
            {
                Assert.Equal(next++, point.GetProperty("value").GetInt32());
            }
        }

        for (int i = 0; i < count; i++)
        {
            string noise = Convert.ToHexString(RandomBytes(random, 60));
            string tag = "t:" + noise[..(120 - (sameness * 40))] + new string('x', sameness * 25);
            DatadogMetric metric = Metrics.Gauge(i % 2 == 0 ? "test.even" : "test.odd", i, tag);
            if (lane.TryAdd(metric, Now) != PayloadFit.Added)
            {
                Finish();
                Assert.Equal(PayloadFit.Added, lane.TryAdd(metric, Now));
            }
        }

        Finish();
        Assert.Equal(count, next);
        Assert.True(payloads.Count > 1, "The test's input is too small to meet a limit.");
        Assert.All(payloads.SkipLast(1), one => Assert.True(one.Sent > 512_000 * 0.85 || one.Raw > 5_242_880 * 0.99, $"{one} wastes a request."));
    }

    [Fact]
    public void One_metric_may_be_as_large_as_a_request_and_no_larger()
    {
        using var lane = Metrics.Lane();
        string[] same = [.. Enumerable.Repeat("t:" + new string('x', 190), 20_000)];
        Assert.Equal(PayloadFit.Added, lane.TryAdd(Metrics.Gauge("wide", 1, same), Now));
        using (DatadogPayload payload = lane.Take()!)
        {
            Assert.InRange(payload.Body.Length, 1, 512_000);
        }

        string[] noise = [.. Enumerable.Range(0, 8_000).Select(_ => Convert.ToHexString(RandomNumberGenerator.GetBytes(95)))];
        DatadogMetric large = Metrics.Gauge("noise", 1, noise);
        Assert.Equal(PayloadFit.TooLarge, lane.TryAdd(large, Now));
        Assert.Equal(TelemetryErrorIds.MetricTooLarge, lane.TooLarge(large).ErrorId);
        Assert.Equal(0, lane.Items);
        Assert.Equal(PayloadFit.Added, lane.TryAdd(Metrics.Gauge("after"), Now));
        using DatadogPayload after = lane.Take()!;
        Assert.Contains("after", after.ReadText(), StringComparison.Ordinal);
        Assert.DoesNotContain("noise", after.ReadText(), StringComparison.Ordinal);
    }

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 500)]
    public void Whatever_the_text_is_the_body_is_JSON_with_exactly_the_points_given(DatadogMetric[] metrics)
    {
        List<DatadogMetric> good = [.. metrics.Where(metric => metric.Type != MetricType.Distribution && MetricRules.Check(metric, DatadogTransport.Api, FixedTime.Noon) is null)];
        using var lane = Metrics.Lane();
        Assert.All(good, metric => Assert.Equal(PayloadFit.Added, lane.TryAdd(metric, Now)));
        using DatadogPayload? payload = lane.Take();
        if (payload is null)
        {
            Assert.Empty(good);
            return;
        }

        using JsonDocument json = JsonDocument.Parse(payload.ReadText());
        List<(string? Name, long Time, long Value)> read =
        [
            .. json.RootElement.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("points").EnumerateArray().Select(point => (
                series.GetProperty("metric").GetString(),
                point.GetProperty("timestamp").GetInt64(),
                BitConverter.DoubleToInt64Bits(point.GetProperty("value").GetDouble())))),
        ];
        Assert.Equal(good.Select(metric => (metric.Timestamp ?? Now).ToUnixTimeSeconds()), read.Select(point => point.Time));
        Assert.Equal(good.Select(metric => BitConverter.DoubleToInt64Bits(metric.Value)), read.Select(point => point.Value));
        Assert.All(read, point => Assert.Matches("^[A-Za-z][A-Za-z0-9_.]*$", point.Name));
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
