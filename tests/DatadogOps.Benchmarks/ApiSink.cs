using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Benchmarks;

/// <summary>Answers every request as Datadog does, and keeps the bodies, which are counted afterwards.</summary>
internal sealed class ApiSink : IAsyncDisposable
{
    private static readonly byte[] Answer = "{\"errors\":[]}"u8.ToArray();

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly Task _work;

    private ApiSink(int port)
    {
        Uri = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _listener.Prefixes.Add(Uri + "/");
        _listener.Start();
        _work = ServeAsync();
    }

    public string Uri { get; }

    public static ApiSink Start() => new(FreePort.Next());

    /// <summary>Points in what arrived, and requests.</summary>
    public (long Points, int Requests) Count()
    {
        long points = 0;
        byte[] part = new byte[1 << 20];
        foreach (byte[] body in _bodies)
        {
            using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            int kept = 0;
            int read;
            while ((read = gzip.ReadAtLeast(part.AsSpan(kept), part.Length - kept, throwOnEndOfStream: false)) > 0)
            {
                // A mark that the end of this part cuts is counted with the next one.
                ReadOnlySpan<byte> text = part.AsSpan(0, kept + read);
                int last = text.LastIndexOf("\"value\""u8);
                points += text.Count("\"value\""u8);
                int from = Math.Max(last + 7, text.Length - 6);
                kept = text.Length - from;
                text[from..].CopyTo(part);
            }
        }

        return (points, _bodies.Count);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _work;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _bodies.Enqueue(body.ToArray());
                context.Response.StatusCode = 202;
                context.Response.ContentType = "application/json";

                // In one packet: the end of a chunked answer would wait 40 ms for the acknowledgement of its beginning.
                context.Response.ContentLength64 = Answer.Length;
                await context.Response.OutputStream.WriteAsync(Answer);
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
