using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace DatadogOps.Telemetry.Http;

/// <summary>Requests and answers as people read them. Keys are never in them.</summary>
internal static class RequestText
{
    // Of a body in a debug line; -WhatIf shows all of it.
    private const int MaxExcerpt = 2000;

    /// <summary>The whole request.</summary>
    public static string Describe(DatadogSite site, DatadogRequest request, string body) => Head(site, request) + "\n\n" + body;

    /// <summary>The request with the beginning of its body.</summary>
    public static string Shorten(DatadogSite site, DatadogRequest request) =>
        request.Body.IsEmpty ? Head(site, request) : Head(site, request) + "\n\n" + Excerpt(request);

    public static string Answer(int status, string body) => string.Create(
        CultureInfo.InvariantCulture, $"HTTP {status}\n\n{(body.Length <= MaxExcerpt ? body : body[..MaxExcerpt] + "...")}");

    private static string Head(DatadogSite site, DatadogRequest request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Method} {new Uri(site.AddressOf(request.Service), request.Path)}\nDD-API-KEY: {DatadogKey.Redacted}");
        if (request.NeedsApplicationKey)
        {
            text.Append("\nDD-APPLICATION-KEY: ").Append(DatadogKey.Redacted);
        }

        if (!request.Body.IsEmpty)
        {
            text.Append("\nContent-Type: application/json");
            if (request.ContentEncoding is not null)
            {
                text.Append("\nContent-Encoding: ").Append(request.ContentEncoding);
            }

            text.Append(CultureInfo.InvariantCulture, $"\nContent-Length: {request.Body.Length}");
        }

        return text.ToString();
    }

    private static string Excerpt(DatadogRequest request)
    {
        using var sent = new MemoryStream(request.Body.ToArray(), writable: false);
        using Stream plain = request.ContentEncoding switch
        {
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            "deflate" => new ZLibStream(sent, CompressionMode.Decompress),
            _ => sent,
        };
        byte[] bytes = new byte[MaxExcerpt];
        int length = plain.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, length) + (length == bytes.Length ? "..." : "");
    }
}
