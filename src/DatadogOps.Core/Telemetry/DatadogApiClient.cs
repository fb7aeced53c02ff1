using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>
/// Posts to Datadog's HTTP API. The key travels in a header of each request, over verified TLS, to the site's own host and
/// nowhere else: redirects are not followed. Safe for use by several threads.
/// </summary>
public sealed class DatadogApiClient : IDisposable
{
    // Answers are a line of JSON; what is longer comes from something else.
    private const int MaxAnswerLength = 64 * 1024;

    private readonly DatadogSite _site;
    private readonly DatadogApiKey _key;
    private readonly DatadogApiOptions _options;
    private readonly HttpClient _http;
    private long _requests;

    /// <summary>Makes a client; nothing is opened before the first request.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="key">The key of that site.</param>
    /// <param name="options">How.</param>
    public DatadogApiClient(DatadogSite site, DatadogApiKey key, DatadogApiOptions options)
    {
        _site = site;
        _key = key;
        _options = options;
        bool encrypted = site.ApiUri.Scheme == Uri.UriSchemeHttps;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // the key would go along
            UseCookies = false,
            UseProxy = encrypted, // a proxy would see an unencrypted key
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follows changes of DNS
            ConnectCallback = encrypted ? null : ConnectLoopbackAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // one deadline for all attempts, below
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("DatadogOps", typeof(DatadogApiClient).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>Where to.</summary>
    public DatadogSite Site => _site;

    /// <summary>Requests made, repeated ones included.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The request as it would be made, with the key redacted.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="payload">The body.</param>
    public static string Describe(DatadogSite site, SeriesPayload payload) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST {SeriesUri(site)}\nDD-API-KEY: {DatadogApiKey.Redacted}\nContent-Type: application/json\nContent-Encoding: gzip\nContent-Length: {payload.Body.Length}\n\n{payload.ReadText()}");

    /// <summary>Posts a payload of series, again where the failure is a passing one.</summary>
    /// <param name="payload">The body.</param>
    /// <param name="cancellationToken">Ends it in any phase.</param>
    /// <exception cref="OperationException">Datadog did not take it; the message tells why.</exception>
    public Task SendSeriesAsync(SeriesPayload payload, CancellationToken cancellationToken) =>
        PostAsync(SeriesUri(_site), payload.Body, "gzip", cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Uri SeriesUri(DatadogSite site) => new(site.ApiUri, "api/v2/series");

    private async Task PostAsync(Uri address, ReadOnlyMemory<byte> body, string? encoding, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        long started = _options.Time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            ApiFailure? failure;
            try
            {
                failure = await PostOnceAsync(address, body, encoding, deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ApiFailure.OfTimeout(_site, _options.Timeout).Error;
            }

            if (failure is null)
            {
                return;
            }

            TimeSpan wait = failure.RetryAfter ?? _options.RetryDelay * (1 << attempt);
            if (!failure.IsPassing || attempt >= _options.MaxRetries || _options.Time.GetElapsedTime(started) + wait >= _options.Timeout)
            {
                throw failure.Error;
            }

            await Task.Delay(wait, _options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ApiFailure?> PostOnceAsync(Uri address, ReadOnlyMemory<byte> body, string? encoding, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.TryAddWithoutValidation("DD-API-KEY", _key.Reveal());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        Interlocked.Increment(ref _requests);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            string answer = _key.Redact(await ReadAnswerAsync(response, cancellationToken).ConfigureAwait(false));
            return ApiFailure.OfResponse(_site, response, answer, _options.Time);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return ApiFailure.OfConnection(_site, error);
        }
    }

    private static async Task<string> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[MaxAnswerLength];
        int length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    // Without TLS the key must not leave this machine, whatever a name resolves to.
    private static async ValueTask<Stream> ConnectLoopbackAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        addresses = Array.FindAll(addresses, IPAddress.IsLoopback);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (addresses.Length == 0)
            {
                throw new SocketException((int)SocketError.HostNotFound);
            }

            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
