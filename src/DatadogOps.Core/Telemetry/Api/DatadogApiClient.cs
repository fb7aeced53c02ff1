using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>
/// Speaks to Datadog's HTTP API. The keys travel in headers of each request, over verified TLS, to the site's own hosts and
/// nowhere else: redirects are not followed. Safe for use by several threads.
/// </summary>
public sealed class DatadogApiClient : IDisposable
{
    private const string SeriesPath = "api/v2/series";

    // What is wrong with an answer shows in its beginning.
    private const int MaxJudgedLength = 64 * 1024;

    private readonly DatadogSite _site;
    private readonly DatadogKey? _key;
    private readonly DatadogKey? _applicationKey;
    private readonly DatadogApiOptions _options;
    private readonly HttpClient _http;
    private long _requests;

    /// <summary>Makes a client; nothing is opened before the first request.</summary>
    /// <param name="site">Where to.</param>
    /// <param name="key">The API key of that site; null where only what is public is asked for.</param>
    /// <param name="options">How.</param>
    /// <param name="applicationKey">The application key, for requests that need it.</param>
    public DatadogApiClient(DatadogSite site, DatadogKey? key, DatadogApiOptions options, DatadogKey? applicationKey = null)
    {
        _site = site;
        _key = key;
        _applicationKey = applicationKey;
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
        $"POST {new Uri(site.ApiUri, SeriesPath)}\nDD-API-KEY: {DatadogKey.Redacted}\nContent-Type: application/json\nContent-Encoding: gzip\nContent-Length: {payload.Body.Length}\n\n{payload.ReadText()}");

    /// <summary>Posts a payload of series, again where the failure is a passing one.</summary>
    /// <param name="payload">The body.</param>
    /// <param name="cancellationToken">Ends it in any phase.</param>
    /// <exception cref="OperationException">Datadog did not take it; the message tells why.</exception>
    public Task SendSeriesAsync(SeriesPayload payload, CancellationToken cancellationToken) =>
        SendAsync(new DatadogRequest(HttpMethod.Post, SeriesPath) { Body = payload.Body, ContentEncoding = "gzip" }, cancellationToken);

    /// <summary>Makes a request, again where the failure is a passing one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends it in any phase.</param>
    /// <returns>The answer; its status is one of success.</returns>
    /// <exception cref="OperationException">Datadog did not take it; the message tells why.</exception>
    public async Task<DatadogAnswer> SendAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        if (request.NeedsApplicationKey && _applicationKey is null)
        {
            throw DatadogKey.Missing(DatadogKeyKind.Application);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        long started = _options.Time.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            DatadogAnswer? answer;
            ApiFailure? failure;
            try
            {
                (answer, failure) = await SendOnceAsync(request, deadline.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ApiFailure.OfTimeout(_site, _options.Timeout).Error;
            }

            if (failure is null)
            {
                return answer!;
            }

            TimeSpan wait = failure.RetryAfter ?? _options.RetryDelay * (1 << attempt);
            if (!failure.IsPassing
                || (!request.IsRepeatable && !failure.IsUntouched)
                || attempt >= _options.MaxRetries
                || _options.Time.GetElapsedTime(started) + wait >= _options.Timeout)
            {
                throw failure.Error;
            }

            await Task.Delay(wait, _options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<(DatadogAnswer? Answer, ApiFailure? Failure)> SendOnceAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(_site.AddressOf(request.Service), request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_key is not null)
        {
            message.Headers.TryAddWithoutValidation("DD-API-KEY", _key.Reveal());
        }

        if (request.NeedsApplicationKey)
        {
            message.Headers.TryAddWithoutValidation("DD-APPLICATION-KEY", _applicationKey!.Reveal());
        }

        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (request.ContentEncoding is not null)
            {
                message.Content.Headers.ContentEncoding.Add(request.ContentEncoding);
            }
        }

        Interlocked.Increment(ref _requests);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            byte[]? body = await ReadAnswerAsync(response, request.MaxAnswerLength, cancellationToken).ConfigureAwait(false);
            if (body is null)
            {
                return (null, ApiFailure.OfLongAnswer(_site, request));
            }

            ApiFailure? failure = ApiFailure.OfResponse(_site, request, response, Redact(body), _options.Time);
            return (new DatadogAnswer((int)response.StatusCode, body), failure);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, ApiFailure.OfConnection(_site, error));
        }
    }

    private string Redact(byte[] body)
    {
        string text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxJudgedLength));
        text = _key?.Redact(text) ?? text;
        return _applicationKey?.Redact(text) ?? text;
    }

    // Null when it is longer than anybody expected.
    private static async Task<byte[]?> ReadAnswerAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] part = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await content.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > limit)
                {
                    return null;
                }

                body.Write(part, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }

        return body.ToArray();
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
