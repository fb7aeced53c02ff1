using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Receiving;
using DatadogOps.Testbed.Network;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.ConfigRuns.Receiving;

public sealed class ReportReceiverTests : IAsyncLifetime, IDisposable
{
    private const string Token = "0123456789abcdef-token";
    private const int MaxBody = 100_000;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _bodies = [];
    private readonly HttpClient _http = new();
    private ReportReceiver _receiver = null!;
    private int _port;
    private Task _taking = Task.CompletedTask;

    public Task InitializeAsync()
    {
        for (int attempt = 0; ; attempt++)
        {
            _port = FreePort.Next();
            try
            {
                _receiver = ReportReceiver.Start(_port, new ReceiverToken(new NetworkCredential(null, Token).SecurePassword), MaxBody, Read, _stop.Token);
                break;
            }
            catch (OperationException) when (attempt < 5)
            {
            }
        }

        _taking = Task.Run(async () =>
        {
            await foreach (ReceivedReports received in _receiver.Received.ReadAllAsync())
            {
                received.Complete();
            }
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _taking;
    }

    public void Dispose()
    {
        _http.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Puppets_and_chefs_ways_to_show_the_token_are_taken()
    {
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("report:" + Token));

        Assert.Equal(HttpStatusCode.OK, await PostAsync("report 1", request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("report 2", request => request.Headers.Add("x-data-collector-token", Token)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("report 3", request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token)));
        Assert.Equal(["report 1", "report 2", "report 3"], _bodies);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef-tokem")]
    [InlineData("")]
    public async Task Without_the_token_nothing_is_read(string? token)
    {
        HttpStatusCode status = await PostAsync("report", request =>
        {
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("x-data-collector-token", token);
            }
        });

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Empty(_bodies);
    }

    [Fact]
    public async Task A_body_in_chunks_is_put_together_and_one_without_end_refused()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("chunked report", With, chunked: true));
        Assert.Equal(["chunked report"], _bodies);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new string('x', MaxBody + 1), With, chunked: true));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new string('x', MaxBody + 1), With));
    }

    [Fact]
    public async Task The_beginning_of_a_run_is_noted_and_no_report()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync("""{"id":"1","node":{"message_type":"no"},"message_type":"run_start"}""", With));
        Assert.Empty(_bodies);
        Assert.Equal(HttpStatusCode.OK, await PostAsync("""{"id":"1","message_type":"run_converge"}""", With));
        Assert.Single(_bodies);
    }

    [Fact]
    public async Task What_is_no_report_is_told_to_its_sender()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync("bad", With));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nx-data-collector-token: " + Token + "\r\n\r\n", "405")]
    [InlineData("POST / HTTP/1.1\r\nHost: evil.example\r\nx-data-collector-token: " + Token + "\r\nContent-Length: 1\r\n\r\nx", "403")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nx-data-collector-token: " + Token + "\r\nContent-Length: 1\r\n\r\nx", "403")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nx-data-collector-token: " + Token + "\r\n\r\n", "411")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nx-data-collector-token: " + Token + "\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nx-data-collector-token: " + Token + "\r\nContent-Length: -1\r\n\r\nx", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nx-data-collector-token: " + Token + "\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost : localhost\r\n\r\n", "400")]
    [InlineData("POST / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("nonsense\r\n\r\n", "400")]
    public async Task What_could_be_read_in_two_ways_or_comes_from_elsewhere_is_refused(string request, string status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", await TalkAsync(request), StringComparison.Ordinal);
        Assert.Empty(_bodies);
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        Assert.StartsWith("HTTP/1.1 431 ", await TalkAsync("POST / HTTP/1.1\r\nX: " + new string('x', 20_000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Senders_that_say_nothing_neither_hold_up_others_nor_the_end()
    {
        Socket[] silent = [.. Enumerable.Range(0, 10).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        foreach (Socket socket in silent)
        {
            await socket.ConnectAsync(IPAddress.Loopback, _port);
        }

        Assert.Equal(HttpStatusCode.OK, await PostAsync("report", With));
        await _receiver.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        foreach (Socket socket in silent)
        {
            socket.Dispose();
        }
    }

    [Fact]
    public void A_port_that_is_taken_and_a_token_that_is_too_short_are_told()
    {
        var token = new ReceiverToken(new NetworkCredential(null, Token).SecurePassword);
        Assert.Equal(
            ConfigRunReceiverErrorIds.ReceiverPortUnusable,
            Assert.Throws<OperationException>(() => ReportReceiver.Start(_port, token, MaxBody, Read, default)).ErrorId);

        OperationException error = Assert.Throws<OperationException>(() => new ReceiverToken(new NetworkCredential(null, "short").SecurePassword));
        Assert.DoesNotContain("short", error.Message.Replace("too short", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static void With(HttpRequestMessage request) => request.Headers.Add("x-data-collector-token", Token);

    private OperationOutput<ConfigRunReport>[] Read(byte[] body, CancellationToken cancellationToken)
    {
        string text = Encoding.UTF8.GetString(body);
        if (text == "bad")
        {
            return [OperationOutput<ConfigRunReport>.OfError(new OperationException(ConfigRunErrorIds.ReportUnknown, OperationErrorKind.InvalidInput, "", "It is no report.", ""))];
        }

        _bodies.Add(text);
        return [OperationOutput<ConfigRunReport>.OfItem(Runs.Good("Chef"))];
    }

    private async Task<HttpStatusCode> PostAsync(string body, Action<HttpRequestMessage> change, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_port}/reports") { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = chunked;
        change(request);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<string> TalkAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
