using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;
using DatadogOps.Tests.Postgres;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry.Delivery;

/// <summary>What becomes of payloads that are refused, fail on the way, or are of other kinds than series.</summary>
public sealed class TelemetrySenderTests
{
    private const string Secret = "0123456789abcdefSECRET";

    private static readonly DatadogApiOptions Quick = new() { Timeout = TimeSpan.FromSeconds(10), RetryDelay = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task A_request_that_is_too_large_for_the_receiver_is_divided_until_it_fits()
    {
        await using var server = new HttpTestServer((ReceivedRequest request) => Points(request) > 3 ? HttpTestServer.Answer(413) : HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        for (int i = 0; i < 20; i++)
        {
            Assert.Null(await sender.AddAsync(Metrics.Gauge("test.divided", i, i % 2 == 0 ? "even:1" : "id:" + i), default));
        }

        await sender.FlushAsync(default);
        Assert.Equal((20, 0), (sender.Accepted, sender.Dropped));
        Assert.Equal(
            Enumerable.Range(0, 20),
            server.Requests.Where(request => Points(request) <= 3).SelectMany(request => Values(request.ReadText())).Order());
    }

    [Theory]
    [InlineData(413, TelemetryErrorIds.DatadogPayloadTooLarge)]
    [InlineData(400, TelemetryErrorIds.DatadogRefused)]
    public async Task One_series_that_is_refused_costs_itself_and_is_named(int status, string id)
    {
        await using var server = new HttpTestServer((ReceivedRequest request) =>
            request.ReadText().Contains("test.bad", StringComparison.Ordinal) ? HttpTestServer.Answer(status, """{"errors":["no"]}""") : HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(await sender.AddAsync(Metrics.Gauge(i == 61 ? "test.bad" : "test.good", i, "id:" + i), default));
        }

        await sender.FlushAsync(default);
        Assert.Equal((99, 1), (sender.Accepted, sender.Dropped));
        OperationException fault = sender.TryDequeueError()!;
        Assert.Equal(id, fault.ErrorId);
        Assert.Contains("1 point ('test.bad') was not delivered", fault.Message, StringComparison.Ordinal);
        Assert.Null(sender.TryDequeueError());
    }

    [Fact]
    public async Task A_receiver_that_refuses_everything_is_not_asked_for_each_point()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(400));
        using ApiSender sender = Sender(server.Uri);
        for (int i = 0; i < 5000; i++)
        {
            await sender.AddAsync(Metrics.Gauge("test.refused", i, "id:" + i), default);
        }

        await sender.FlushAsync(default);
        Assert.Equal((0, 5000), (sender.Accepted, sender.Dropped));
        Assert.InRange(server.Requests.Count, 1, 200);
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_spooled_and_follows_the_next_delivery()
    {
        bool isDown = true;
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(isDown ? 503 : 202));
        using var temporary = new TemporarySpool();
        using (ApiSender sender = Sender(server.Uri, temporary.Spool))
        {
            await sender.AddAsync(Metrics.Gauge("test.late"), default);
            await sender.FlushAsync(default);
            Assert.Equal((0, 1, 0), (sender.Accepted, sender.Spooled, sender.Dropped));
            Assert.Contains(Remarks(sender), remark => remark.Kind == OperationOutputKind.Warning && remark.Message!.Contains(temporary.Path, StringComparison.Ordinal));
            Assert.Null(sender.TryDequeueError());
        }

        isDown = false;
        using (ApiSender sender = Sender(server.Uri, temporary.Spool))
        {
            await sender.AddAsync(Metrics.Gauge("test.next"), default);
            await sender.FlushAsync(default);
            Assert.Equal((1, 0, 0), (sender.Accepted, sender.Spooled, sender.Dropped));
        }

        Assert.Empty(temporary.Entries);
        Assert.Equal(["test.next", "test.late"], server.Requests.TakeLast(2).Select(request => request.ReadText().Split('"')[5]));
    }

    [Fact]
    public async Task After_a_failure_on_the_way_what_follows_does_not_wait_for_it_again()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(503));
        using var temporary = new TemporarySpool();
        using ApiSender sender = Sender(server.Uri, temporary.Spool);
        for (int i = 0; i < 30; i++)
        {
            await sender.AddAsync(new DatadogEvent { Title = "event " + i }, default);
        }

        await sender.FlushAsync(default);
        Assert.Equal((0, 30, 0), (sender.Accepted, sender.Spooled, sender.Dropped));
        Assert.Equal(30, temporary.Entries.Sum(entry => entry.Items));
        Assert.InRange(server.Requests.Count, 4, 20);
    }

    [Fact]
    public async Task What_was_taken_and_not_delivered_when_the_sender_ends_is_spooled()
    {
        await using var server = new HttpTestServer((int _) => null);
        using var temporary = new TemporarySpool();
        ApiSender sender = Sender(server.Uri, temporary.Spool);
        for (int i = 0; i < 50; i++)
        {
            await sender.AddAsync(Metrics.Gauge("test.held", i), default);
        }

        using (var soon = new CancellationTokenSource(100))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sender.FlushAsync(soon.Token));
        }

        await sender.AddAsync(Metrics.Gauge("test.begun"), default);
        sender.Dispose();
        Assert.True(SpinWait.SpinUntil(() => temporary.Entries.Sum(entry => entry.Items) == 51, 10_000));
    }

    [Fact]
    public async Task A_refused_key_spools_nothing()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(403));
        using var temporary = new TemporarySpool();
        using ApiSender sender = Sender(server.Uri, temporary.Spool);
        await sender.AddAsync(Metrics.Gauge(), default);
        await sender.FlushAsync(default);
        Assert.Equal((0, 0, 1), (sender.Accepted, sender.Spooled, sender.Dropped));
        Assert.Equal(OperationErrorKind.AuthenticationFailed, sender.TryDequeueError()?.Kind);
        Assert.Empty(temporary.Entries);
    }

    [Fact]
    public async Task Each_kind_goes_to_its_own_address_in_its_own_form()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202, "{}"));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        long seconds = now.ToUnixTimeSeconds();
        using ApiSender sender = Sender(server.Uri);
        Assert.Null(await sender.AddAsync(new DatadogMetric { Name = "test.latency", Value = 1.5, Type = MetricType.Distribution, Timestamp = now, Tags = new TagSet("a:b") }, default));
        Assert.Null(await sender.AddAsync(new DatadogEvent { Title = "Köln", Text = "**up**", IsMarkdown = true, AlertType = DatadogAlertType.Error, Timestamp = now, AggregationKey = "k" }, default));
        Assert.Null(await sender.AddAsync(new DatadogServiceCheck { Name = "test.up", Status = DatadogServiceCheckStatus.Critical, HostName = "db1", Message = "no", Timestamp = now }, default));
        Assert.Null(await sender.AddAsync(new DatadogLog { Message = "line", Status = "info", Source = "nginx", Service = "shop", Timestamp = now, Tags = new TagSet("a:b", "c:d") }, default));
        await sender.FlushAsync(default);

        Assert.Equal((4, 0), (sender.Accepted, sender.Dropped));
        Dictionary<string, string> bodies = server.Requests.ToDictionary(request => request.Line.Split(' ')[1], Text);
        Assert.Equal($$"""{"series":[{"metric":"test.latency","type":"distribution","tags":["a:b"],"points":[[{{seconds}},[1.5]]]}]}""", bodies["/api/v1/distribution_points"]);
        Assert.Equal($$"""{"title":"Köln","text":"%%% \n**up**\n %%%","date_happened":{{seconds}},"alert_type":"error","priority":"normal","aggregation_key":"k"}""", bodies["/api/v1/events"]);
        Assert.Equal($$"""[{"check":"test.up","host_name":"db1","status":2,"timestamp":{{seconds}},"message":"no","tags":[]}]""", bodies["/api/v1/check_run"]);
        using JsonDocument log = JsonDocument.Parse(bodies["/api/v2/logs"]);
        Assert.Equal(("line", "a:b,c:d"), (log.RootElement[0].GetProperty("message").GetString(), log.RootElement[0].GetProperty("ddtags").GetString()));
    }

    [Theory]
    [InlineData(1001, 10, 2)]
    [InlineData(12, 900_000, 3)]
    public async Task Logs_are_divided_by_number_and_by_size(int count, int length, int requests)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202, "{}"));
        using ApiSender sender = Sender(server.Uri);
        for (int i = 0; i < count; i++)
        {
            Assert.Null(await sender.AddAsync(new DatadogLog { Message = new string('x', length) }, default));
        }

        await sender.FlushAsync(default);
        Assert.Equal(requests, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.InRange(Text(request).Length, 1, 5_000_000));
        Assert.Equal(count, sender.Accepted);
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_by_name_before_it_is_sent()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (string Id, OperationException? Refusal)[] cases =
        [
            (TelemetryErrorIds.EventTitleInvalid, await sender.AddAsync(new DatadogEvent { Title = " " }, default)),
            (TelemetryErrorIds.EventTitleInvalid, await sender.AddAsync(new DatadogEvent { Title = new string('t', 501) }, default)),
            (TelemetryErrorIds.EventTextInvalid, await sender.AddAsync(new DatadogEvent { Title = "t", Text = new string('x', 4001) }, default)),
            (TelemetryErrorIds.EventTooOld, await sender.AddAsync(new DatadogEvent { Title = "t", Timestamp = now.AddHours(-19) }, default)),
            (TelemetryErrorIds.EventTooFarAhead, await sender.AddAsync(new DatadogEvent { Title = "t", Timestamp = now.AddHours(1) }, default)),
            (TelemetryErrorIds.ServiceCheckNameInvalid, await sender.AddAsync(new DatadogServiceCheck { Name = "", Status = DatadogServiceCheckStatus.Ok }, default)),
            (TelemetryErrorIds.ServiceCheckStatusInvalid, await sender.AddAsync(new DatadogServiceCheck { Name = "a", Status = "Unheard" }, default)),
            (TelemetryErrorIds.ServiceCheckTooOld, await sender.AddAsync(new DatadogServiceCheck { Name = "a", Status = DatadogServiceCheckStatus.Ok, Timestamp = now.AddMinutes(-11) }, default)),
            (TelemetryErrorIds.LogMessageMissing, await sender.AddAsync(new DatadogLog { Message = "" }, default)),
            (TelemetryErrorIds.LogTooLarge, await sender.AddAsync(new DatadogLog { Message = new string('x', 1_000_001) }, default)),
            (TelemetryErrorIds.LogTooLarge, await sender.AddAsync(new DatadogLog { Message = new string('\n', 600_000) }, default)), // twice as long in JSON
            (TelemetryErrorIds.LogTooOld, await sender.AddAsync(new DatadogLog { Message = "m", Timestamp = now.AddHours(-19) }, default)),
            (TelemetryErrorIds.LogTagInvalid, await sender.AddAsync(new DatadogLog { Message = "m", Tags = new TagSet(new string('t', 201)) }, default)),
            (TelemetryErrorIds.MetricNameInvalid, await sender.AddAsync(Metrics.Gauge(""), default)),
            (TelemetryErrorIds.MetricNameInvalid, await sender.AddAsync(Metrics.Gauge(new string('n', 201)), default)),
            (TelemetryErrorIds.MetricValueInvalid, await sender.AddAsync(Metrics.Gauge("a", double.PositiveInfinity), default)),
            (TelemetryErrorIds.MetricTypeNotSupported, await sender.AddAsync(Metrics.Gauge() with { Type = MetricType.Histogram }, default)),
        ];
        Assert.All(cases, one =>
        {
            Assert.Equal(one.Id, one.Refusal?.ErrorId);
            Assert.NotEmpty(one.Refusal!.Advice);
        });
        await sender.FlushAsync(default);
        Assert.Empty(server.Requests);
        Assert.Equal((0, cases.Length), (sender.Accepted, sender.Dropped));
    }

    [Fact]
    public async Task The_wire_is_told_without_the_key()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202, $$"""{"errors":[],"echo":"{{Secret}}"}"""));
        using ApiSender sender = Sender(server.Uri);
        await sender.AddAsync(Metrics.Gauge("test.wire"), default);
        await sender.FlushAsync(default);
        string[] debug = [.. Remarks(sender).Where(remark => remark.Kind == OperationOutputKind.Debug).Select(remark => remark.Message!)];
        Assert.Equal(2, debug.Length);
        Assert.Contains("test.wire", debug[0], StringComparison.Ordinal);
        Assert.StartsWith("HTTP 202", debug[1], StringComparison.Ordinal);
        Assert.All(debug, text => Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase));
    }

    private static ApiSender Sender(Uri address, DeliverySpool? spool = null) =>
        ApiSender.Create(DatadogSite.FromUri(address), DatadogSiteTests.Key(Secret), Quick, spool);

    private static List<OperationOutput<string>> Remarks(ApiSender sender)
    {
        var remarks = new List<OperationOutput<string>>();
        while (sender.TryDequeueMessage() is { } remark)
        {
            remarks.Add(remark);
        }

        return remarks;
    }

    private static int Points(ReceivedRequest request) => request.ReadText().Split("\"value\":").Length - 1;

    private static IEnumerable<int> Values(string body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        return [.. json.RootElement.GetProperty("series").EnumerateArray().SelectMany(series => series.GetProperty("points").EnumerateArray()).Select(point => point.GetProperty("value").GetInt32())];
    }

    private static string Text(ReceivedRequest request)
    {
        using var sent = new MemoryStream(request.Body);
        using Stream plain = request.Headers.GetValueOrDefault("Content-Encoding") switch
        {
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            "deflate" => new ZLibStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
