using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Versions 1.0 to 1.6 of the protocol, and what is said of the sender.</summary>
public sealed class DogStatsDProtocolTests
{
    private static readonly DateTimeOffset Noon = FixedTime.Noon.GetUtcNow();

    [Theory]
    [InlineData(MetricType.Gauge, "m:2.5|g")]
    [InlineData(MetricType.Count, "m:2.5|c")]
    [InlineData(MetricType.Histogram, "m:2.5|h")]
    [InlineData(MetricType.Distribution, "m:2.5|d")]
    [InlineData(MetricType.Timer, "m:2.5|ms")]
    [InlineData(MetricType.Set, "m:2.5|s")]
    public void Each_type_has_its_letter(string type, string expected) =>
        Assert.Equal(expected, Send(new DogStatsDOptions(), Metrics.Gauge("m", 2.5) with { Type = type }));

    [Fact]
    public void A_set_counts_texts_too() =>
        Assert.Equal("users:a:b_c|s|#x:1", Send(new DogStatsDOptions(), Metrics.Gauge("users", double.NaN, "x:1") with { Type = MetricType.Set, SetMember = "a:b|c" }));

    [Fact]
    public void Only_gauges_and_counts_of_the_past_have_a_timestamp()
    {
        Assert.Equal("m:1|g|T1772366340", Send(new DogStatsDOptions(), Metrics.Gauge("m") with { Timestamp = Noon.AddMinutes(-1) }));
        Assert.Equal("m:1|c|T1772366340", Send(new DogStatsDOptions(), Metrics.Gauge("m") with { Type = MetricType.Count, Timestamp = Noon.AddMinutes(-1) }));
        Assert.Equal("m:1|g", Send(new DogStatsDOptions(), Metrics.Gauge("m") with { Timestamp = Noon }));
        Assert.Equal(TelemetryErrorIds.MetricTooOld, MetricRules.Check(Metrics.Gauge("m") with { Type = MetricType.Set, Timestamp = Noon.AddMinutes(-1) }, DatadogTransport.DogStatsD, FixedTime.Noon)?.ErrorId);
    }

    [Fact]
    public void The_origin_ends_every_line_and_nothing_in_it_breaks_out()
    {
        var options = new DogStatsDOptions
        {
            Origin = new DogStatsDOrigin { ContainerId = "in-42", ExternalData = " it-false,cn-a|b\n ", Cardinality = "Orchestrator" },
        };
        Assert.Equal("m:1|g|#a:b|c:in-42|e:it-false,cn-ab|card:orchestrator", Send(options, Metrics.Gauge("m", 1, "a:b")));
        Assert.Equal("m:1|g|c:in-42|e:it-false,cn-ab|card:orchestrator|T1772366340", Send(options, Metrics.Gauge("m") with { Timestamp = Noon.AddMinutes(-1) }));
        Assert.Equal(
            "_sc|n|0|m:x|c:in-42|e:it-false,cn-ab|card:orchestrator",
            Capture(options, client => client.Add(new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok, Message = "x" }, default)));
        Assert.Equal(
            "_e{1,0}:t||t:info|c:in-42|e:it-false,cn-ab|card:orchestrator",
            Capture(options, client => client.Add(new DatadogEvent { Title = "t" }, default)));
    }

    [Theory]
    [InlineData(null, "id", "data")]
    [InlineData("true", "id", "data")]
    [InlineData("nonsense", "id", "data")]
    [InlineData("false", null, null)]
    [InlineData("0", null, null)]
    public void The_origin_is_found_unless_that_is_turned_off(string? enabled, string? container, string? external)
    {
        Dictionary<string, string?> variables = new() { ["DD_ORIGIN_DETECTION_ENABLED"] = enabled, ["DD_EXTERNAL_ENV"] = "data", ["DATADOG_CARDINALITY"] = "High", ["DD_CARDINALITY"] = "nonsense" };
        DogStatsDOrigin origin = DogStatsDOrigin.FromEnvironment(name => variables.GetValueOrDefault(name), () => "id");
        Assert.Equal((container, external, "High"), (origin.ContainerId, origin.ExternalData, origin.Cardinality));
    }

    [Fact]
    public async Task Sampling_leaves_out_what_the_Agent_can_make_up_for_and_says_so()
    {
        var options = new DogStatsDOptions { SampleRate = 0.25, Random = new Random(7), Time = FixedTime.Noon };
        var datagrams = new List<string>();
        using DogStatsDClient client = Preview(options, datagrams);
        foreach (string type in new[] { MetricType.Count, MetricType.Histogram, MetricType.Distribution, MetricType.Timer, MetricType.Gauge, MetricType.Set })
        {
            for (int i = 0; i < 400; i++)
            {
                Assert.Null(client.Add(Metrics.Gauge("m") with { Type = type }, default));
            }
        }

        Assert.Null(client.Add(Metrics.Gauge("old") with { Type = MetricType.Count, Timestamp = Noon.AddMinutes(-1) }, default));
        await client.FlushAsync(default);
        ILookup<string, ParsedMetric> read = Read(datagrams).ToLookup(metric => metric.Name == "old" ? "old" : metric.Type);
        Assert.All(new[] { "c", "h", "d", "ms" }, type => Assert.InRange(read[type].Count(), 70, 130));
        Assert.All(new[] { "c", "h", "d", "ms" }, type => Assert.All(read[type], metric => Assert.Equal(0.25, metric.Rate)));
        Assert.Equal((400, 400, 1), (read["g"].Count(), read["s"].Count(), read["old"].Count()));
        Assert.All(read["g"].Concat(read["s"]).Concat(read["old"]), metric => Assert.Equal(1, metric.Rate));
        Assert.Equal(2401, client.Accepted + client.SampledOut);
        Assert.Equal(0, client.Dropped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_sample_rate_that_cannot_be_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Preview(new DogStatsDOptions { SampleRate = rate }, []));

    [Fact]
    public async Task The_client_tells_of_itself_when_asked_to()
    {
        var options = new DogStatsDOptions { ClientTelemetry = true, ConstantTags = new TagSet("env:test"), Time = FixedTime.Noon };
        var datagrams = new List<string>();
        using DogStatsDClient client = Preview(options, datagrams);
        client.Add(Metrics.Gauge("a"), default);
        client.Add(Metrics.Gauge("b"), default);
        client.Add(new DatadogEvent { Title = "t" }, default);
        client.Add(new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok }, default);
        await client.FlushAsync(default);
        Assert.Equal(2, datagrams.Count);
        Dictionary<string, ParsedMetric> told = DogStatsDParser.Parse(Encoding.UTF8.GetBytes(datagrams[1])).ToDictionary(metric => metric.Name["datadog.dogstatsd.client.".Length..]);
        Assert.Equal(["bytes_sent", "events", "metrics", "packets_sent", "service_checks"], told.Keys.Order());
        Assert.Equal((2, 1, 1, 1, datagrams[0].Length), (told["metrics"].Value, told["events"].Value, told["service_checks"].Value, told["packets_sent"].Value, told["bytes_sent"].Value));
        Assert.All(told.Values, metric => Assert.Equal("c", metric.Type));
        Assert.Contains("env:test", told["metrics"].Tags);
        Assert.Contains("client:datadogops", told["metrics"].Tags);
        Assert.Equal(4, client.Accepted);
    }

    private static List<ParsedMetric> Read(IEnumerable<string> datagrams) =>
        [.. datagrams.SelectMany(text => DogStatsDParser.Parse(Encoding.UTF8.GetBytes(text)))];

    private static DogStatsDClient Preview(DogStatsDOptions options, List<string> datagrams) =>
        DogStatsDClient.Preview(DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125")), options, datagrams.Add);

    private static string Send(DogStatsDOptions options, DatadogMetric metric) => Capture(options, client => client.Add(metric, default));

    private static string Capture(DogStatsDOptions options, Func<DogStatsDClient, OperationException?> add)
    {
        var datagrams = new List<string>();
        using DogStatsDClient client = Preview(options with { Time = FixedTime.Noon }, datagrams);
        Assert.Null(add(client));
        client.FlushAsync(default).AsTask().Wait();
        Assert.All(datagrams, text => DogStatsDParser.ParseAll(Encoding.UTF8.GetBytes(text)));
        return Assert.Single(datagrams);
    }
}
