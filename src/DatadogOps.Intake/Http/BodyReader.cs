using System.IO.Compression;

namespace DatadogOps.Intake.Http;

/// <summary>A refusal: status and what to tell the sender.</summary>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>A body, decoded.</summary>
internal sealed record ReceivedBody(int BytesSent, ReadOnlyMemory<byte> Content);

/// <summary>Reads bodies within Datadog's limits, both as sent and decoded; a bomb is put down at the second.</summary>
internal static class BodyReader
{
    /// <summary>Largest body as sent, in bytes (Datadog's API reference, "Submit metrics").</summary>
    public const int MaxSent = 512_000;

    /// <summary>Largest body decoded, in bytes (the same).</summary>
    public const int MaxDecoded = 5_242_880;

    /// <summary>Reads the body.</summary>
    /// <exception cref="RequestException">It is too large, or not encoded as it says.</exception>
    public static async Task<ReceivedBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (encoding is not ("" or "identity" or "gzip" or "deflate"))
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Encoding '{encoding}' is not supported by this intake (Datadog itself also takes zstd): use gzip or deflate.");
        }

        if (request.ContentLength > MaxSent)
        {
            throw TooLarge($"the body has {request.ContentLength} bytes as sent; {MaxSent} are allowed");
        }

        ReadOnlyMemory<byte> sent = await ReadWithinAsync(request.Body, MaxSent, cancellationToken)
            ?? throw TooLarge($"the body has more than {MaxSent} bytes as sent");
        return new ReceivedBody(sent.Length, await DecodeAsync(sent, encoding, cancellationToken));
    }

    private static async Task<ReadOnlyMemory<byte>> DecodeAsync(ReadOnlyMemory<byte> sent, string encoding, CancellationToken cancellationToken)
    {
        if (encoding is "" or "identity")
        {
            return sent;
        }

        await using var source = new MemoryStream(sent.ToArray(), writable: false);

        // "deflate" in HTTP is the zlib format (RFC 9110, 8.4.1.2), which is what Datadog's clients send.
        await using Stream decoder = encoding == "gzip" ? new GZipStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            return await ReadWithinAsync(decoder, MaxDecoded, cancellationToken)
                ?? throw TooLarge($"the body has more than {MaxDecoded} bytes when decompressed");
        }
        catch (InvalidDataException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"Payload is not in the expected format: it says it is {encoding} and is not.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadWithinAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (content.Length + read > limit)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static RequestException TooLarge(string what) =>
        new(StatusCodes.Status413PayloadTooLarge, $"Payload too large: {what}. Send fewer series at once.");
}
