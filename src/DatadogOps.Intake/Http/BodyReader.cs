using System.IO.Compression;

namespace DatadogOps.Intake.Http;

/// <summary>How large a body may be.</summary>
/// <param name="Sent">Bytes as sent.</param>
/// <param name="Decoded">Bytes when decompressed.</param>
internal sealed record BodyLimits(int Sent, int Decoded)
{
    /// <summary>Metrics and most others (Datadog's API reference, "Submit metrics").</summary>
    public static BodyLimits Metrics { get; } = new(512_000, 5_242_880);

    /// <summary>Logs (Datadog's API reference, "Send logs": 5 MB uncompressed).</summary>
    public static BodyLimits Logs { get; } = new(5_000_000, 5_000_000);
}

/// <summary>A body, as it was sent and decoded.</summary>
internal sealed record ReceivedBody(ReadOnlyMemory<byte> Sent, string Encoding, ReadOnlyMemory<byte> Content)
{
    /// <summary>The body of a request that has none.</summary>
    public static ReceivedBody None { get; } = new(default, string.Empty, default);
}

/// <summary>Reads bodies within Datadog's limits, both as sent and decoded; a bomb is put down at the second.</summary>
internal static class BodyReader
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="RequestException">It is too large, or not encoded as it says.</exception>
    public static async Task<ReceivedBody> ReadAsync(HttpRequest request, BodyLimits limits, CancellationToken cancellationToken)
    {
        string encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "deflate"))
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Encoding '{encoding}' is not supported by this intake (Datadog itself also takes zstd): use gzip or deflate.");
        }

        if (request.ContentLength > limits.Sent)
        {
            throw TooLarge($"the body has {request.ContentLength} bytes as sent; {limits.Sent} are allowed");
        }

        ReadOnlyMemory<byte> sent = await ReadWithinAsync(request.Body, (int)(request.ContentLength ?? 0), limits.Sent, cancellationToken)
            ?? throw TooLarge($"the body has more than {limits.Sent} bytes as sent");
        encoding = encoding == "identity" ? string.Empty : encoding;
        return new ReceivedBody(sent, encoding, await DecodeAsync(sent, encoding, limits.Decoded));
    }

    /// <summary>Decodes a body that was taken before.</summary>
    /// <exception cref="RequestException">It is too large, or not encoded as it says.</exception>
    public static async Task<ReadOnlyMemory<byte>> DecodeAsync(ReadOnlyMemory<byte> sent, string encoding, int limit)
    {
        if (encoding.Length == 0)
        {
            return sent;
        }

        await using var source = new MemoryStream(sent.ToArray(), writable: false);

        // "deflate" in HTTP is the zlib format (RFC 9110, 8.4.1.2), which is what Datadog's clients send.
        await using Stream decoder = encoding == "gzip" ? new GZipStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            return await ReadWithinAsync(decoder, sent.Length * 4, limit, CancellationToken.None)
                ?? throw TooLarge($"the body has more than {limit} bytes when decompressed");
        }
        catch (InvalidDataException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"Payload is not in the expected format: it says it is {encoding} and is not.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadWithinAsync(Stream stream, int expected, int limit, CancellationToken cancellationToken)
    {
        // One byte more than expected, so that the end is met without growing.
        byte[] content = new byte[Math.Clamp(expected + 1, 4096, limit + 1)];
        int length = 0;
        int read;
        while ((read = await stream.ReadAsync(content.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > limit)
            {
                return null;
            }

            if (length == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(content.Length * 2L, limit + 1));
            }
        }

        return content.AsMemory(0, length);
    }

    private static RequestException TooLarge(string what) =>
        new(StatusCodes.Status413PayloadTooLarge, $"Payload too large: {what}. Send less at once.");
}
