using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Http;

/// <summary>Why a request failed, in the user's terms, and what may be done about it.</summary>
internal sealed partial record ApiFailure
{
    private const int MaxQuotedLength = 300;

    private ApiFailure(OperationException error) => Error = error;

    public OperationException Error { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>Whether the request certainly had no effect.</summary>
    public bool IsUnprocessed { get; private init; }

    /// <summary>Whether Datadog itself rejected the request, so that it never accepts the same one. Everything else went wrong on the way.</summary>
    public bool IsRejection { get; private init; }

    /// <summary>Whether the address, proxy, name or certificate is wrong, so that retrying cannot help.</summary>
    public bool RequiresIntervention => !IsTransient && !IsRejection && Error.ErrorId != TelemetryErrorIds.DatadogTimeout;

    /// <summary>Whether a part of the request may be accepted although the whole was not.</summary>
    public bool CanSplit { get; private init; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Evaluates an answer; null if the request succeeded.</summary>
    public static ApiFailure? OfResponse(DatadogSite site, DatadogRequest request, HttpResponseMessage response, string answer, TimeProvider time)
    {
        int status = (int)response.StatusCode;
        bool html = response.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            || answer.TrimStart().StartsWith('<');
        bool taken = status is >= 200 and < 300 && !html;
        if (taken && request.Method == HttpMethod.Get)
        {
            return null;
        }

        string[] errors = html ? [] : ReadErrors(answer);
        if (taken)
        {
            return errors.Length == 0
                ? null
                : new ApiFailure(Make(TelemetryErrorIds.DatadogRefused, OperationErrorKind.ProtocolError, site, $"{site} took the request and reported: {Join(errors)}", "See the metrics that it names.")) { IsRejection = true };
        }

        string said = html ? $" It answered with a web page{Title(answer)}, as a proxy does." : errors.Length > 0 ? " It says: " + Join(errors) : "";
        return status switch
        {
            >= 200 and < 300 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.ProtocolError,
                site,
                $"What answers at {site} is not the Datadog API.{said}",
                "Check -ApiUri, and the proxy between here and there (HTTPS_PROXY, NO_PROXY).")),
            >= 300 and < 400 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.ProtocolError,
                site,
                $"{site} answered with a redirect{Target(response)} ({status}), which is not followed, because the API key would go along.",
                "Give the final address with -ApiUri, or check the proxy between here and there.")),
            401 or 403 when !html && request.NeedsApplicationKey => new ApiFailure(Make(
                TelemetryErrorIds.DatadogApiKeyRefused,
                OperationErrorKind.AuthenticationFailed,
                site,
                $"{site} refused the keys ({status}).{said}",
                "Check that the API key and the application key belong to this site and to one organisation (-Site, DD_SITE), and that the application key has the scope for this."))
            {
                IsRejection = true,
            },
            401 or 403 when !html => new ApiFailure(Make(
                TelemetryErrorIds.DatadogApiKeyRefused,
                OperationErrorKind.AuthenticationFailed,
                site,
                $"{site} refused the API key ({status}).{said}",
                "Check the key in Organization Settings > API Keys, and that it belongs to this site: a key of another site is unknown here (-Site, DD_SITE)."))
            {
                IsRejection = true,
            },
            404 when !html && request.Subject is { } missing && errors.Length > 0 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogNotFound,
                OperationErrorKind.NotFound,
                site,
                $"{site} does not know the {missing} (404).{said}",
                "See whether it was removed, and that the keys belong to the organisation that has it."))
            {
                IsRejection = true,
            },
            409 when !html => new ApiFailure(Make(
                TelemetryErrorIds.DatadogConflict,
                OperationErrorKind.ProtocolError,
                site,
                $"{site} has the {request.Subject ?? "object"} already (409).{said}",
                "Change what is there instead of creating it again."))
            {
                IsRejection = true,
            },
            404 when !html => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.NotFound,
                site,
                $"{site} does not know the address {response.RequestMessage?.RequestUri?.AbsolutePath} (404).{said}",
                "Check -ApiUri: it is the part before /api/v2.")),
            407 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.AuthenticationFailed,
                site,
                $"The proxy on the way to {site} asks for a user and password (407).",
                "Give them to the proxy setting of this machine (HTTPS_PROXY), or except the site (NO_PROXY).")),
            408 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogTimeout,
                OperationErrorKind.Timeout,
                site,
                $"{site} waited too long for the request (408).{said}",
                "Check the network, and try again."))
            {
                IsTransient = true,
            },
            413 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogPayloadTooLarge,
                OperationErrorKind.ProtocolError,
                site,
                $"{site} says that the request is too large (413), though it is within Datadog's limits.{said}",
                "See whether a proxy on the way has a limit of its own."))
            {
                IsRejection = true,
                CanSplit = true,
            },
            429 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogRateLimited,
                OperationErrorKind.ProtocolError,
                site,
                $"{site} refuses more requests for now (429{RateLimit(response)}).{said}",
                "Send less often, or ask Datadog for a higher limit."))
            {
                IsTransient = true,
                IsUnprocessed = true,
                RetryAfter = ReadWait(response, time),
            },
            >= 500 => new ApiFailure(Make(
                TelemetryErrorIds.DatadogUnavailable,
                OperationErrorKind.ConnectionFailed,
                site,
                $"{site} has a failure of its own ({status}).{said}",
                "Try again later; status.datadoghq.com tells of outages."))
            {
                IsTransient = true,
                RetryAfter = ReadWait(response, time),
            },
            _ when html => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.ProtocolError,
                site,
                $"What answers at {site} is not the Datadog API ({status}).{said}",
                "Check -ApiUri, and the proxy between here and there (HTTPS_PROXY, NO_PROXY).")),
            _ => new ApiFailure(Make(
                TelemetryErrorIds.DatadogRefused,
                OperationErrorKind.ProtocolError,
                site,
                $"{site} refused the request ({status}).{said}",
                request.Subject is null ? "See what was sent; -WhatIf shows the exact request." : $"Correct the {request.Subject}; -WhatIf shows the exact request."))
            {
                IsRejection = true,
                CanSplit = true,
            },
        };
    }

    /// <summary>The failure of a connection that could not be made or broke.</summary>
    public static ApiFailure OfConnection(DatadogSite site, Exception error)
    {
        string host = site.ApiUri.Authority;
        HttpRequestError kind = error switch
        {
            HttpRequestException http => http.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        SocketError? socket = (error as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode;
        return (kind, socket) switch
        {
            (HttpRequestError.NameResolutionError, _) or (_, SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain) => new ApiFailure(Make(
                TelemetryErrorIds.DatadogHostNotFound,
                OperationErrorKind.ConnectionFailed,
                site,
                $"The name {site.ApiUri.Host} does not resolve.",
                "Check -Site or -ApiUri, and this machine's DNS.",
                error))
            {
                IsTransient = socket == SocketError.TryAgain, // the name server did not answer; a name that it does not know stays unknown
                IsUnprocessed = true,
            },
            (HttpRequestError.SecureConnectionError, _) => new ApiFailure(Make(
                TelemetryErrorIds.DatadogTlsFailed,
                OperationErrorKind.ConnectionFailed,
                site,
                $"No secure connection to {host}: {Line((error.InnerException ?? error).Message)}",
                "Check this machine's clock and root certificates; a proxy that opens TLS needs its certificate trusted here.",
                error)),
            (HttpRequestError.ProxyTunnelError, _) => new ApiFailure(Make(
                TelemetryErrorIds.DatadogUnreachable,
                OperationErrorKind.ConnectionFailed,
                site,
                $"The proxy did not connect to {host}: {Line(error.Message)}",
                "Check HTTPS_PROXY and NO_PROXY.",
                error)),
            (_, SocketError.ConnectionRefused) => new ApiFailure(Make(
                TelemetryErrorIds.DatadogUnreachable,
                OperationErrorKind.ConnectionFailed,
                site,
                $"Nothing listens at {host}.",
                "Check -ApiUri, and that the receiver runs.",
                error))
            {
                IsTransient = true, // a receiver that is being restarted
                IsUnprocessed = true,
            },
            (HttpRequestError.ConnectionError, _) => new ApiFailure(Make(
                TelemetryErrorIds.DatadogUnreachable,
                OperationErrorKind.ConnectionFailed,
                site,
                $"{host} cannot be reached: {Line((error.InnerException ?? error).Message)}",
                "Check the network and the firewall (TCP 443 outwards).",
                error))
            {
                IsTransient = true,
                IsUnprocessed = true,
            },
            _ => new ApiFailure(Make(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.ConnectionFailed,
                site,
                $"The connection to {host} broke before the answer was complete: {Line((error.InnerException ?? error).Message)}",
                "Try again; if it stays so, look at the proxies in between.",
                error))
            {
                IsTransient = true,
            },
        };
    }

    /// <summary>The failure of a request whose answer has no end.</summary>
    public static ApiFailure OfLongAnswer(DatadogSite site, DatadogRequest request) => new(Make(
        TelemetryErrorIds.DatadogAnswerUnknown,
        OperationErrorKind.ProtocolError,
        site,
        string.Create(CultureInfo.InvariantCulture, $"{site} answered with more than {request.MaxAnswerLength} bytes to {request.Path.Split('?')[0]}, which is no answer of Datadog's."),
        "Check -ApiUri, and the proxy between here and there (HTTPS_PROXY, NO_PROXY)."));

    /// <summary>The failure of a request that took too long.</summary>
    public static ApiFailure OfTimeout(DatadogSite site, TimeSpan timeout) => new(Make(
        TelemetryErrorIds.DatadogTimeout,
        OperationErrorKind.Timeout,
        site,
        string.Create(CultureInfo.InvariantCulture, $"{site} did not answer within {timeout.TotalSeconds:0.###} seconds."),
        "Check the network and the proxies in between, or allow more time (-TimeoutSec)."));

    private static OperationException Make(string id, OperationErrorKind kind, DatadogSite site, string message, string advice, Exception? inner = null) =>
        new(id, kind, site.ToString(), message, advice, inner);

    // {"errors":["..."]} in v1 and most of v2; {"errors":[{"title":"...","detail":"..."}]} in the rest of v2.
    private static string[] ReadErrors(string answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return [];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("errors", out JsonElement errors)
                || errors.ValueKind != JsonValueKind.Array)
            {
                return [];
            }

            return [.. errors.EnumerateArray().Select(Text)];
        }
        catch (JsonException)
        {
            return [Line(answer)];
        }

        static string Text(JsonElement error) => error.ValueKind switch
        {
            JsonValueKind.String => error.GetString()!,
            JsonValueKind.Object when error.TryGetProperty("detail", out JsonElement detail) => detail.ToString(),
            JsonValueKind.Object when error.TryGetProperty("title", out JsonElement title) => title.ToString(),
            _ => error.ToString(),
        };
    }

    private static string Join(string[] errors)
    {
        string text = Line(string.Join("; ", errors));
        return text.EndsWith('.') ? text : text + ".";
    }

    // What others wrote goes into a message on one line, and not without end.
    private static string Line(string text)
    {
        text = Controls().Replace(text, " ").Trim();
        text = text.Length <= MaxQuotedLength ? text : text[..MaxQuotedLength] + "...";
        return text.EndsWith('.') ? text : text + ".";
    }

    private static string Title(string page) =>
        TitleElement().Match(page) is { Success: true } match ? $" ('{Line(WebUtility.HtmlDecode(match.Groups[1].Value)).TrimEnd('.')}')" : "";

    private static string Target(HttpResponseMessage response) =>
        response.Headers.Location is { } location
            ? " to " + (location.IsAbsoluteUri ? $"{location.Scheme}://{location.Authority}" : location.OriginalString.Split('?')[0])
            : "";

    private static string RateLimit(HttpResponseMessage response)
    {
        string? limit = First(response, "X-RateLimit-Limit");
        string? period = First(response, "X-RateLimit-Period");
        return limit is not null && period is not null ? $", {limit} requests in {period} seconds" : "";
    }

    private static TimeSpan? ReadWait(HttpResponseMessage response, TimeProvider time)
    {
        if (double.TryParse(First(response, "X-RateLimit-Reset"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };
    }

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.First() : null;

    [GeneratedRegex(@"\p{C}+")]
    private static partial Regex Controls();

    [GeneratedRegex(@"<title[^>]*>\s*([^<]{1,200}?)\s*</title", RegexOptions.IgnoreCase)]
    private static partial Regex TitleElement();
}
