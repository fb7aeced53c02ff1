using System.Text;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>The finished body of one request to Datadog, as it is sent. Give its memory back with Dispose.</summary>
public sealed class DatadogPayload : IDisposable
{
    private readonly PayloadBuffer? _pooled;
    private readonly ReadOnlyMemory<byte> _bytes;

    internal DatadogPayload(PayloadKind kind, PayloadBuffer body)
    {
        Kind = kind;
        _pooled = body;
    }

    internal DatadogPayload(PayloadKind kind, ReadOnlyMemory<byte> body)
    {
        Kind = kind;
        _bytes = body;
    }

    /// <summary>What it holds.</summary>
    internal PayloadKind Kind { get; }

    /// <summary>The bytes that are sent.</summary>
    public ReadOnlyMemory<byte> Body => _pooled?.Memory ?? _bytes;

    /// <summary>Points, events, checks or entries in it.</summary>
    public required int Items { get; init; }

    /// <summary>Length before compression, in bytes.</summary>
    public required int RawLength { get; init; }

    /// <summary>Time of the oldest item, to the second.</summary>
    public required DateTimeOffset Oldest { get; init; }

    /// <summary>Time of the newest item, to the second.</summary>
    public required DateTimeOffset Newest { get; init; }

    internal PayloadFormat Format => PayloadFormat.Of(Kind);

    /// <summary>The JSON, read back from the bytes that are sent.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadRaw());

    /// <inheritdoc/>
    public void Dispose() => _pooled?.Dispose();

    /// <summary>The JSON's bytes; of a body that expands to more than was said, no more than one byte beyond that.</summary>
    internal byte[] ReadRaw()
    {
        using var sent = new MemoryStream(Body.ToArray(), writable: false);
        using Stream plain = Format.Decompress(sent);
        byte[] raw = new byte[RawLength + 1];
        int length = plain.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false);
        return raw[..length];
    }

    /// <summary>The request that delivers it. It may be made again: what is delivered twice is at worst counted twice, and what is not is lost.</summary>
    internal DatadogRequest ToRequest() => new(HttpMethod.Post, Format.Path)
    {
        Service = Format.Service,
        Body = Body,
        ContentEncoding = Format.Encoding,
    };
}
