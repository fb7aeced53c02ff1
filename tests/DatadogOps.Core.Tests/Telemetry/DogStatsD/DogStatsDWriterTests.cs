using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Events and service checks, each byte of them.</summary>
public sealed class DogStatsDWriterTests
{
    private static readonly DateTimeOffset Noon = FixedTime.Noon.GetUtcNow();

    [Fact]
    public void An_event_carries_all_that_is_known_of_it() => Assert.Equal(
        "_e{5,12}:Döne|zwei\\nZeilen|d:1772366400|h:web1|k:deploy|p:low|s:ansible|t:warning|#env:prod,app:köln",
        Send(new DatadogEvent
        {
            Title = "Döne",
            Text = "zwei\r\nZeilen",
            Timestamp = Noon,
            HostName = "web1",
            AggregationKey = "deploy",
            Priority = DatadogEventPriority.Low,
            SourceTypeName = "ansible",
            AlertType = DatadogAlertType.Warning,
            Tags = new TagSet("app:köln"),
        }));

    [Fact]
    public void A_short_event_has_no_field_that_is_not_needed() =>
        Assert.Equal("_e{1,0}:a||t:info|#env:prod", Send(new DatadogEvent { Title = "a" }));

    [Fact]
    public void Lengths_are_bytes_and_bars_in_the_text_are_text()
    {
        ParsedEvent read = Assert.IsType<ParsedEvent>(Read(new DatadogEvent { Title = "日本|x", Text = "|#smuggled\n_e{1,1}:a|b\n😀" }));
        Assert.Equal(("日本|x", "|#smuggled\n_e{1,1}:a|b\n😀"), (read.Title, read.Text));
        Assert.Equal(["env:prod"], read.Tags);
    }

    [Fact]
    public void Markdown_is_marked() =>
        Assert.Equal("%%% \n# a\n %%%", Assert.IsType<ParsedEvent>(Read(new DatadogEvent { Title = "t", Text = "# a", IsMarkdown = true })).Text);

    [Fact]
    public void A_service_check_carries_all_that_is_known_of_it_and_the_message_last() => Assert.Equal(
        "_sc|postgres.can_connect|2|d:1772366400|h:db1|#env:prod,db:app|m:no route\\nm\\: really _ not",
        Send(new DatadogServiceCheck
        {
            Name = "postgres.can_connect",
            Status = DatadogServiceCheckStatus.Critical,
            Timestamp = Noon,
            HostName = "db1",
            Tags = new TagSet("db:app"),
            Message = "no route\nm: really | not",
        }));

    [Fact]
    public void A_message_cannot_smuggle_a_field_or_a_line()
    {
        ParsedServiceCheck read = Assert.IsType<ParsedServiceCheck>(Read(new DatadogServiceCheck { Name = "a|b", Status = DatadogServiceCheckStatus.Ok, Message = "x|#evil\nm:y|c:z" }));
        Assert.Equal(("a_b", "x_#evil\nm:y_c:z"), (read.Name, read.Message));
        Assert.Equal(["env:prod"], read.Tags);
    }

    public static TheoryData<DatadogEvent, string> BadEvents => new()
    {
        { new DatadogEvent { Title = " " }, TelemetryErrorIds.EventTitleInvalid },
        { new DatadogEvent { Title = "t", Text = new string('x', 4001) }, TelemetryErrorIds.EventTextInvalid },
        { new DatadogEvent { Title = "t", Text = new string('x', 3991), IsMarkdown = true }, TelemetryErrorIds.EventTextInvalid },
        { new DatadogEvent { Title = "t", AggregationKey = new string('k', 101) }, TelemetryErrorIds.EventFieldInvalid },
        { new DatadogEvent { Title = "t", AlertType = "Unheard" }, TelemetryErrorIds.EventFieldInvalid },
        { new DatadogEvent { Title = "t", Priority = "Unheard" }, TelemetryErrorIds.EventFieldInvalid },
        { new DatadogEvent { Title = "t", Timestamp = DateTimeOffset.UnixEpoch }, TelemetryErrorIds.EventFieldInvalid },
        { new DatadogEvent { Title = "t", Tags = new TagSet(new string('t', 201)) }, TelemetryErrorIds.EventTagInvalid },
        { new DatadogEvent { Title = "t", HostName = new string('h', 256) }, TelemetryErrorIds.EventTagInvalid },
        { new DatadogEvent { Title = "t", Text = new string('x', 1432) }, TelemetryErrorIds.EventTooLarge },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public void An_event_that_Datadog_would_not_take_is_refused_by_name(DatadogEvent item, string expected)
    {
        using DogStatsDClient client = Preview(_ => { });
        Assert.Equal(expected, client.Add(item, default)?.ErrorId);
        Assert.Equal(1, client.Dropped);
    }

    public static TheoryData<DatadogServiceCheck, string> BadChecks => new()
    {
        { new DatadogServiceCheck { Name = "", Status = DatadogServiceCheckStatus.Ok }, TelemetryErrorIds.ServiceCheckNameInvalid },
        { new DatadogServiceCheck { Name = new string('n', 201), Status = DatadogServiceCheckStatus.Ok }, TelemetryErrorIds.ServiceCheckNameInvalid },
        { new DatadogServiceCheck { Name = "n", Status = "Unheard" }, TelemetryErrorIds.ServiceCheckStatusInvalid },
        { new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok, Timestamp = DateTimeOffset.MinValue }, TelemetryErrorIds.ServiceCheckTooOld },
        { new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok, Tags = new TagSet(new string('t', 201)) }, TelemetryErrorIds.ServiceCheckTagInvalid },
        { new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok, Message = new string('x', 1432) }, TelemetryErrorIds.ServiceCheckTooLarge },
    };

    [Theory]
    [MemberData(nameof(BadChecks))]
    public void A_check_that_Datadog_would_not_take_is_refused_by_name(DatadogServiceCheck item, string expected)
    {
        using DogStatsDClient client = Preview(_ => { });
        Assert.Equal(expected, client.Add(item, default)?.ErrorId);
        Assert.Equal(1, client.Dropped);
    }

    [Fact]
    public async Task Events_and_checks_travel_among_metrics_and_a_full_datagram_leaves_first()
    {
        var datagrams = new List<string>();
        using DogStatsDClient client = Preview(datagrams.Add);
        Assert.Null(client.Add(Metrics.Gauge("before"), default));
        Assert.Null(await client.AddAsync(new DatadogEvent { Title = "t", Text = new string('x', 1300) }, default));
        Assert.Null(await client.AddAsync(new DatadogServiceCheck { Name = "c", Status = DatadogServiceCheckStatus.Ok, Message = new string('y', 200) }, default));
        Assert.Null(client.Add(Metrics.Gauge("after"), default));
        await client.FlushAsync(default);
        Assert.Equal(2, datagrams.Count);
        Assert.Equal(
            [typeof(ParsedMetric), typeof(ParsedEvent), typeof(ParsedServiceCheck), typeof(ParsedMetric)],
            datagrams.SelectMany(text => DogStatsDParser.ParseAll(Encoding.UTF8.GetBytes(text))).Select(line => line.GetType()));
        Assert.Equal((4, 0), (client.Accepted, client.Dropped));
    }

    private static DogStatsDClient Preview(Action<string> show) => DogStatsDClient.Preview(
        DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125")), new DogStatsDOptions { ConstantTags = new TagSet("env:prod"), Time = FixedTime.Noon }, show);

    private static string Send(DatadogEvent item) => Capture(client => client.Add(item, default));

    private static string Send(DatadogServiceCheck item) => Capture(client => client.Add(item, default));

    private static object Read(DatadogEvent item) => Assert.Single(DogStatsDParser.ParseAll(Encoding.UTF8.GetBytes(Send(item))));

    private static object Read(DatadogServiceCheck item) => Assert.Single(DogStatsDParser.ParseAll(Encoding.UTF8.GetBytes(Send(item))));

    private static string Capture(Func<DogStatsDClient, OperationException?> add)
    {
        var datagrams = new List<string>();
        using DogStatsDClient client = Preview(datagrams.Add);
        Assert.Null(add(client));
        client.FlushAsync(default).AsTask().Wait();
        return Assert.Single(datagrams);
    }
}
