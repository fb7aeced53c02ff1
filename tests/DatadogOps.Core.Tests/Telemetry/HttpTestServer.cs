using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Tests.Telemetry.DogStatsD;

namespace DatadogOps.Tests.Telemetry;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string ReadText()
    {
        using var gzip = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }
}

/// <summary>
/// A small HTTP server for tests that can also do what a proper one would not: stop in the middle, and never answer.
/// One connection, one request.
/// </summary>
internal sealed class HttpTestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, ReceivedRequest, string?> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly List<ReceivedRequest> _requests = [];
    private readonly Task _serving;

    /// <summary>Starts; the answer to request 0, 1, ... is its raw text; null is silence until the end, empty a closed connection.</summary>
    public HttpTestServer(Func<int, string?> answer, X509Certificate2? certificate = null)
        : this((number, _) => answer(number), certificate)
    {
    }

    /// <summary>Starts; the answer depends on the request.</summary>
    public HttpTestServer(Func<ReceivedRequest, string?> answer)
        : this((_, request) => answer(request), null)
    {
    }

    private HttpTestServer(Func<int, ReceivedRequest, string?> answer, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Uri => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static string Answer(int status, string body = """{"errors":[]}""", string contentType = "application/json", string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Status\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                connections.Add(Task.Run(() => ServeOneAsync(socket))); // an answer may be waited for
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeOneAsync(Socket socket)
    {
        try
        {
            await using Stream stream = await OpenAsync(socket);
            if (await ReadAsync(stream) is not { } request)
            {
                return;
            }

            int number;
            lock (_requests)
            {
                number = _requests.Count;
                _requests.Add(request);
            }

            if (_answer(number, request) is not { } answer)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return;
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
            if (answer.EndsWith('\u0004'))
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or AuthenticationException or SocketException)
        {
            // The client went away, which some tests want.
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private async Task<ReceivedRequest?> ReadAsync(Stream stream)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[65536];
        int head = -1;
        int length = 0;
        string[] lines = [];
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (head < 0 || bytes.Length < head + length)
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
            if (head < 0 && bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                head = end + 4;
                lines = Encoding.ASCII.GetString(bytes.GetBuffer(), 0, end).Split("\r\n");
                foreach (string line in lines.Skip(1))
                {
                    int colon = line.IndexOf(':', StringComparison.Ordinal);
                    headers[line[..colon]] = line[(colon + 1)..].Trim();
                }

                length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
            }
        }

        return new ReceivedRequest(lines[0], headers, bytes.ToArray()[head..]);
    }
}
