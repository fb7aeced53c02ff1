using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Common;
using Polly;

namespace DatadogOps.Telemetry.Http;

/// <summary>
/// Speaks to Datadog's HTTP API. The keys travel in headers of each request, over verified TLS, to the site's own hosts and
/// nowhere else: redirects are not followed. Safe for use by several threads.
/// </summary>
public sealed class DatadogApiClient : IDisposable
{
    // What is wrong with an answer shows in its beginning.
    private const int MaxJudgedLength = 64 * 1024;

    private readonly DatadogSite _site;
    private readonly DatadogKey? _key;
    private readonly DatadogKey? _applicationKey;
    private readonly DatadogApiOptions _options;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<ApiCall> _retries;
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
        _retries = ApiCall.Retries(options);
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

    /// <summary>Makes a request, again where the failure is a passing one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends it in any phase.</param>
    /// <returns>The answer; its status is one of success.</returns>
    /// <exception cref="OperationException">Datadog did not take it; the message tells why.</exception>
    public async Task<DatadogAnswer> SendAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        (DatadogAnswer? answer, ApiFailure? failure) = await TrySendAsync(request, cancellationToken).ConfigureAwait(false);
        return failure is null ? answer! : throw failure.Error;
    }

    /// <summary>Makes a request, again where the failure is a passing one.</summary>
    /// <returns>The answer, or why there is none.</returns>
    internal async Task<(DatadogAnswer? Answer, ApiFailure? Failure)> TrySendAsync(DatadogRequest request, CancellationToken cancellationToken)
    {
        if (request.NeedsApplicationKey && _applicationKey is null)
        {
            throw DatadogKey.Missing(DatadogKeyKind.Application);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        var call = new ApiCall(request, _options.Time.GetTimestamp());
        try
        {
            await _retries.ExecuteAsync(
                static async (state, token) =>
                {
                    await state.Client.TryOnceAsync(state.Call, token).ConfigureAwait(false);
                    return state.Call;
                },
                (Client: this, Call: call),
                deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Between two attempts the reason for the next one tells more than that time is up.
            return (null, call.IsUnderWay || call.Failure is null ? ApiFailure.OfTimeout(_site, _options.Timeout) : call.Failure);
        }

        return (call.Answer, call.Failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task TryOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.IsUnderWay = true;
        (call.Answer, call.Failure) = await SendOnceAsync(call.Request, cancellationToken).ConfigureAwait(false);
        call.IsUnderWay = false;
    }

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
        _options.Trace?.Invoke(Redact(RequestText.Shorten(_site, request)));
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            byte[]? body = await ReadAnswerAsync(response, request.MaxAnswerLength, cancellationToken).ConfigureAwait(false);
            if (body is null)
            {
                return (null, ApiFailure.OfLongAnswer(_site, request));
            }

            // What was written is looked through for errors as JSON, which a part of it is not.
            int judged = request.Method == HttpMethod.Get ? MaxJudgedLength : request.MaxAnswerLength;
            string answer = Redact(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, judged)));
            _options.Trace?.Invoke(RequestText.Answer((int)response.StatusCode, answer));
            ApiFailure? failure = ApiFailure.OfResponse(_site, request, response, answer, _options.Time);
            return (new DatadogAnswer((int)response.StatusCode, body) { Date = response.Headers.Date }, failure);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, ApiFailure.OfConnection(_site, error));
        }
    }

    private string Redact(string text)
    {
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
