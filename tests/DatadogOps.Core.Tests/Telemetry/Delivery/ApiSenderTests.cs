using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Http;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry.Delivery;

public sealed class ApiSenderTests
{
    private const string Secret = "0123456789abcdefSECRET";

    private static readonly DatadogApiOptions Quick = new() { Timeout = TimeSpan.FromSeconds(10), RetryDelay = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task Points_arrive_compressed_with_the_key_in_its_header_only()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        Assert.Null(await sender.AddAsync(Metrics.Gauge("a.b", 1.5, "x:1"), default));
        await sender.FlushAsync(default);

        ReceivedRequest request = Assert.Single(server.Requests);
        Assert.Equal("POST /api/v2/series HTTP/1.1", request.Line);
        Assert.Equal(Secret, request.Headers["DD-API-KEY"]);
        Assert.Equal("gzip", request.Headers["Content-Encoding"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using JsonDocument json = JsonDocument.Parse(request.ReadText());
        JsonElement series = Assert.Single(json.RootElement.GetProperty("series").EnumerateArray());
        Assert.Equal("a.b", series.GetProperty("metric").GetString());
        Assert.Equal(3, series.GetProperty("type").GetInt32());
        Assert.Equal((1, 0, request.Body.Length, 1), (sender.Accepted, sender.Dropped, sender.Bytes, sender.Requests));
        Assert.Null(sender.TryDequeueError());
    }

    [Fact]
    public async Task Many_points_leave_in_several_requests_and_all_arrive()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        const int Count = 30_000;
        await AddManyAsync(sender, Count);
        Assert.True(server.Requests.Count > 1);
        Assert.All(server.Requests, request => Assert.InRange(request.Body.Length, 1, 512_000));
        Assert.Equal(Count, server.Requests.Sum(request => request.ReadText().Split("\"value\":").Length - 1));
        Assert.Equal((Count, 0), (sender.Accepted, sender.Dropped));
    }

    [Fact]
    public async Task A_payload_does_not_wait_for_the_answer_to_the_one_before()
    {
        using var second = new ManualResetEventSlim();
        await using var server = new HttpTestServer(number =>
        {
            if (number == 1)
            {
                second.Set();
            }

            return second.Wait(TimeSpan.FromSeconds(60)) ? HttpTestServer.Answer(202) : null;
        });
        using ApiSender sender = Sender(server.Uri, Quick with { Timeout = TimeSpan.FromSeconds(90) });
        await AddManyAsync(sender, 30_000);
        Assert.Equal((30_000, server.Requests.Count), (sender.Accepted, sender.Requests));
    }

    [Fact]
    public async Task A_payload_that_has_waited_leaves_by_itself()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri, Quick with { FlushInterval = TimeSpan.FromMilliseconds(40) });
        await sender.AddAsync(Metrics.Gauge(), default);
        Assert.True(SpinWait.SpinUntil(() => sender.Accepted == 1, 5000));
    }

    [Theory]
    [InlineData(400, TelemetryErrorIds.DatadogRefused, "not a series")]
    [InlineData(403, TelemetryErrorIds.DatadogApiKeyRefused, "not a series")]
    [InlineData(413, TelemetryErrorIds.DatadogPayloadTooLarge, "too large")]
    public async Task A_final_refusal_is_told_once_with_the_receivers_words(int status, string id, string words)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(status, """{"errors":["not a series"]}"""));
        OperationException fault = await FailAsync(server.Uri);
        Assert.Equal(id, fault.ErrorId);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains("1 point ('test.gauge') was not delivered", fault.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_refused_key_names_the_site_and_never_the_key()
    {
        // A receiver that repeats what it got must not bring the key into a message.
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(403, $$"""{"errors":["Forbidden: {{Secret}}"]}"""));
        OperationException fault = await FailAsync(server.Uri);
        Assert.Equal(OperationErrorKind.AuthenticationFailed, fault.Kind);
        Assert.Contains(server.Uri.Authority, fault.Message, StringComparison.Ordinal);
        Assert.Contains("-Site", fault.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString() + fault.Advice + fault.Target, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(429, TelemetryErrorIds.DatadogRateLimited)]
    [InlineData(500, TelemetryErrorIds.DatadogUnavailable)]
    [InlineData(503, TelemetryErrorIds.DatadogUnavailable)]
    [InlineData(408, TelemetryErrorIds.DatadogTimeout)]
    public async Task A_passing_failure_is_tried_again_and_then_told(int status, string id)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(status));
        Assert.Equal(id, (await FailAsync(server.Uri)).ErrorId);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_failure_that_passes_loses_nothing()
    {
        await using var server = new HttpTestServer((int number) => number switch
        {
            0 => HttpTestServer.Answer(503),
            1 => "",
            2 => "HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"err",
            _ => HttpTestServer.Answer(202),
        });
        using ApiSender sender = Sender(server.Uri);
        await sender.AddAsync(Metrics.Gauge(), default);
        await sender.FlushAsync(default);
        Assert.Equal((1, 0, 4), (sender.Accepted, sender.Dropped, sender.Requests));
        Assert.Single(server.Requests.Select(request => request.ReadText()).Distinct());
    }

    [Fact]
    public async Task The_receivers_word_on_when_to_come_back_is_kept()
    {
        await using var server = new HttpTestServer((int number) =>
            number == 0 ? HttpTestServer.Answer(429, headers: "X-RateLimit-Limit: 10\r\nX-RateLimit-Period: 60\r\nX-RateLimit-Reset: 1\r\n") : HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        long started = Stopwatch.GetTimestamp();
        await sender.AddAsync(Metrics.Gauge(), default);
        await sender.FlushAsync(default);
        Assert.Equal(1, sender.Accepted);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.95, 5);
    }

    [Fact]
    public async Task A_wait_longer_than_the_time_allowed_is_not_begun()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(429, headers: "X-RateLimit-Limit: 10\r\nX-RateLimit-Period: 60\r\nX-RateLimit-Reset: 3600\r\n"));
        OperationException fault = await FailAsync(server.Uri);
        Assert.Contains("10 requests in 60 seconds", fault.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(307, headers: $"Location: {elsewhere.Uri}?token=topsecret\r\n"));
        OperationException fault = await FailAsync(server.Uri);
        Assert.Equal(TelemetryErrorIds.DatadogAnswerUnknown, fault.ErrorId);
        Assert.Contains(elsewhere.Uri.Authority, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", fault.Message, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    public async Task The_page_of_a_proxy_is_recognised(int status)
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(status, "<html><head><title>Please log in</title></head></html>", "text/html; charset=utf-8"));
        OperationException fault = await FailAsync(server.Uri);
        Assert.Equal(TelemetryErrorIds.DatadogAnswerUnknown, fault.ErrorId);
        Assert.Contains("Please log in", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_port_is_told_at_once()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        OperationException fault = await FailAsync(new Uri($"http://127.0.0.1:{port}"));
        Assert.Equal(TelemetryErrorIds.DatadogUnreachable, fault.ErrorId);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var rsa = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202), certificate);
        OperationException fault = await FailAsync(server.Uri);
        Assert.Equal(TelemetryErrorIds.DatadogTlsFailed, fault.ErrorId);
        Assert.Empty(server.Requests);
    }

    // Silence after the request, and in the middle of the answer's head and of its body.
    [Theory]
    [InlineData(null)]
    [InlineData("HTTP/1.1 202 Acc\u0004")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\n{\u0004")]
    public async Task Silence_ends_with_the_time_allowed_and_at_once_when_cancelled(string? answer)
    {
        await using var server = new HttpTestServer((int _) => answer);
        OperationException fault = await FailAsync(server.Uri, Quick with { Timeout = TimeSpan.FromMilliseconds(250) });
        Assert.Equal(TelemetryErrorIds.DatadogTimeout, fault.ErrorId);
        Assert.Contains("0.25 seconds", fault.Message, StringComparison.Ordinal);

        using var client = new DatadogApiClient(DatadogSite.FromUri(server.Uri), DatadogSiteTests.Key(Secret), Quick);
        using var lane = Metrics.Lane();
        lane.TryAdd(Metrics.Gauge(), DateTimeOffset.UtcNow);
        using DatadogPayload payload = lane.Take()!;
        using var stop = new CancellationTokenSource(100);
        long started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(payload.ToRequest(), stop.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_connection_that_is_not_accepted_ends_with_the_time_allowed()
    {
        // A listener with a full queue: the kernel answers no further connection.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var first = new TcpClient();
        await first.ConnectAsync((IPEndPoint)listener.LocalEndPoint!);
        OperationException fault = await FailAsync(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}"),
            Quick with { Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(TelemetryErrorIds.DatadogTimeout, fault.ErrorId);
    }

    [Fact]
    public async Task A_receiver_that_takes_nothing_holds_the_sender_back()
    {
        await using var server = new HttpTestServer((int _) => null);
        using ApiSender sender = Sender(server.Uri);
        using var stop = new CancellationTokenSource(1500);
        int added = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
            {
                await sender.AddAsync(Metrics.Gauge("held", added++, "id:" + Convert.ToHexString(RandomNumberGenerator.GetBytes(90))), stop.Token);
                stop.Token.ThrowIfCancellationRequested();
            }
        });

        // One on its way, one waiting, one full: some thousands of points each, however long it lasts.
        Assert.InRange(added, 1, 40_000);
    }

    [Fact]
    public async Task A_preview_shows_the_request_with_the_key_redacted_and_opens_nothing()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        var shown = new List<string>();
        using ApiSender sender = ApiSender.Preview(DatadogSite.FromUri(server.Uri), Quick with { Time = FixedTime.Noon }, shown.Add);
        await sender.AddAsync(Metrics.Gauge("a.b", 2), default);
        Assert.Empty(shown);
        await sender.FlushAsync(default);
        string text = Assert.Single(shown);
        Assert.StartsWith($"POST {server.Uri}api/v2/series\nDD-API-KEY: ****\n", text, StringComparison.Ordinal);
        Assert.EndsWith("""{"series":[{"metric":"a.b","type":3,"points":[{"timestamp":1772366400,"value":2}]}]}""", text, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_refused_metric_does_not_keep_the_others()
    {
        await using var server = new HttpTestServer((int _) => HttpTestServer.Answer(202));
        using ApiSender sender = Sender(server.Uri);
        Assert.Equal(TelemetryErrorIds.MetricValueInvalid, (await sender.AddAsync(Metrics.Gauge("bad", double.NaN), default))?.ErrorId);
        Assert.Null(await sender.AddAsync(Metrics.Gauge("good"), default));
        await sender.FlushAsync(default);
        Assert.Equal((1, 1), (sender.Accepted, sender.Dropped));
    }

    // Points that do not compress well.
    private static async Task AddManyAsync(ApiSender sender, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.Null(await sender.AddAsync(Metrics.Gauge("many", i, "id:" + Convert.ToHexString(RandomNumberGenerator.GetBytes(40))), default));
        }

        await sender.FlushAsync(default);
    }

    private static ApiSender Sender(Uri address, DatadogApiOptions? options = null) =>
        ApiSender.Create(DatadogSite.FromUri(address), DatadogSiteTests.Key(Secret), options ?? Quick);

    private static async Task<OperationException> FailAsync(Uri address, DatadogApiOptions? options = null)
    {
        using ApiSender sender = Sender(address, options);
        Assert.Null(await sender.AddAsync(Metrics.Gauge(), default));
        await sender.FlushAsync(default);
        Assert.Equal((0, 1, 0), (sender.Accepted, sender.Dropped, sender.Bytes));
        OperationException? fault = sender.TryDequeueError();
        Assert.NotNull(fault);
        Assert.Null(sender.TryDequeueError());
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.OrdinalIgnoreCase);
        return fault;
    }
}
