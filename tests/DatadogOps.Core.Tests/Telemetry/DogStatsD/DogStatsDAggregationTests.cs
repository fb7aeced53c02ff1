using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Metrics that are put together before they leave stand for the same as if each had left alone.</summary>
public sealed class DogStatsDAggregationTests
{
    private static readonly DogStatsDOptions Aggregating = new() { Aggregate = true, Time = FixedTime.Noon };

    [Fact]
    public void Counts_are_summed_gauges_keep_the_last_and_members_travel_once()
    {
        var (read, client) = Send(
            Aggregating,
            Metric("c", MetricType.Count, 2), Metric("c", MetricType.Count, 3.5), Metric("c", MetricType.Count, 1, "x:1"),
            Metric("g", MetricType.Gauge, 1), Metric("g", MetricType.Gauge, 7),
            Metric("s", MetricType.Set, 1), Metric("s", MetricType.Set, 1), Metric("s", MetricType.Set, 2) with { SetMember = "ann" });
        Assert.Equal(["c:1|c|x:1", "c:5.5|c|", "g:7|g|", "s:1|s|", "s:ann|s|"], read.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal((8, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public void Other_values_travel_many_to_a_line_each_line_within_a_datagram()
    {
        DatadogMetric[] given = [.. Enumerable.Range(0, 3000).Select(i => Metric("h", ((string[])[MetricType.Histogram, MetricType.Distribution, MetricType.Timer])[i % 3], i + 0.25, "a:b"))];
        var (read, client) = Send(Aggregating, given);
        Assert.InRange(read.Count, 3, 60);
        foreach ((string type, int rest) in new[] { ("h", 0), ("d", 1), ("ms", 2) })
        {
            Assert.Equal(
                Enumerable.Range(0, 3000).Where(i => i % 3 == rest).Select(i => i + 0.25),
                read.Where(metric => metric.Type == type).SelectMany(metric => metric.Values));
        }

        Assert.Equal((3000, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public void Series_that_Datadog_takes_for_one_are_one()
    {
        var (read, _) = Send(
            Aggregating,
            Metric("c", MetricType.Count, 1, "App:WEB", "b:1"), Metric("c", MetricType.Count, 1, "b:1", "app:web"), Metric("c", MetricType.Count, 1, "app:web!", "b:1", "b:1"),
            Metric("C", MetricType.Count, 1, "app:web", "b:1"));
        Assert.Equal(["C:1|c|app:web,b:1", "c:3|c|App:WEB,b:1"], read.Select(Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_has_a_time_of_its_own_a_host_or_a_member_of_absurd_length_keeps_it()
    {
        var (read, client) = Send(
            Aggregating,
            Metric("c", MetricType.Count, 1) with { Timestamp = FixedTime.Noon.GetUtcNow().AddMinutes(-1) },
            Metric("c", MetricType.Count, 1) with { Timestamp = FixedTime.Noon.GetUtcNow().AddMinutes(-1) },
            Metric("c", MetricType.Count, 1) with { HostName = "h1" },
            Metric("c", MetricType.Count, 1),
            Metric("s", MetricType.Set, 0) with { SetMember = new string('x', 900) });
        Assert.Equal(2, read.Count(metric => metric.Timestamp is not null));
        Assert.Equal(["host:h1"], Assert.Single(read, metric => metric.Tags.Count > 0).Tags);
        Assert.Equal(5, read.Count);
        Assert.Equal((5, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public void Counts_that_are_summed_are_not_left_out_and_packed_values_are()
    {
        var (read, client) = Send(
            Aggregating with { SampleRate = 0.5, Random = new Random(3) },
            [.. Enumerable.Range(0, 200).SelectMany(i => new[] { Metric("c", MetricType.Count, 1), Metric("h", MetricType.Histogram, i) })]);
        Assert.Equal((200, 1), (Assert.Single(read, metric => metric.Type == "c").Value, Assert.Single(read, metric => metric.Type == "c").Rate));
        Assert.All(read.Where(metric => metric.Type == "h"), metric => Assert.Equal(0.5, metric.Rate));
        Assert.InRange(read.Where(metric => metric.Type == "h").Sum(metric => metric.Values.Count), 60, 140);
        Assert.Equal(400, client.Accepted + client.SampledOut);
    }

    [Fact]
    public void More_series_than_memory_should_hold_end_the_window_early()
    {
        var (read, client) = Send(Aggregating, [.. Enumerable.Range(0, 45_000).Select(i => Metric("c", MetricType.Count, 1, "i:" + i.ToString(CultureInfo.InvariantCulture)))]);
        Assert.Equal(45_000, read.Count);
        Assert.Equal(45_000, read.Select(metric => metric.Tags[0]).Distinct().Count());
        Assert.Equal((45_000, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public async Task A_window_begins_anew()
    {
        var datagrams = new List<string>();
        using DogStatsDClient client = DogStatsDClient.Preview(DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125")), Aggregating, datagrams.Add);
        for (int i = 0; i < 3; i++)
        {
            client.Add(Metric("c", MetricType.Count, i + 1), default);
            await client.FlushAsync(default);
        }

        await client.FlushAsync(default);
        Assert.Equal(["c:1|c", "c:2|c", "c:3|c"], datagrams);
    }

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 500)]
    public void Nothing_is_lost_whatever_the_text(DatadogMetric[] metrics)
    {
        var (read, client) = Send(Aggregating, metrics);
        Assert.Equal(metrics.Length, client.Accepted + client.Dropped);
        DatadogMetric[] taken = [.. metrics.Where(metric => MetricRules.Check(metric, DatadogTransport.DogStatsD, FixedTime.Noon) is null)];
        Assert.Equal(taken.Count(IsPacked), read.Where(metric => metric.Type is "h" or "d" or "ms").Sum(metric => metric.Values.Count));

        static bool IsPacked(DatadogMetric metric) => metric.Type is MetricType.Histogram or MetricType.Distribution or MetricType.Timer;
    }

    private static DatadogMetric Metric(string name, string type, double value, params string[] tags) =>
        Metrics.Gauge(name, value, tags) with { Type = type };

    private static string Text(ParsedMetric metric) => $"{metric.Name}:{string.Join(':', metric.RawValues)}|{metric.Type}|{string.Join(',', metric.Tags)}";

    private static (List<ParsedMetric> Read, DogStatsDClient Client) Send(DogStatsDOptions options, params DatadogMetric[] metrics)
    {
        var datagrams = new List<string>();
        using DogStatsDClient client = DogStatsDClient.Preview(DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125")), options, datagrams.Add);
        foreach (DatadogMetric metric in metrics)
        {
            client.Add(metric, default);
        }

        client.FlushAsync(default).AsTask().Wait();
        Assert.All(datagrams, text => Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 1432));
        return ([.. datagrams.SelectMany(text => DogStatsDParser.Parse(Encoding.UTF8.GetBytes(text)))], client);
    }
}
