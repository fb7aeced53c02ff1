using System.IO.Compression;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>The finished body of one <c>POST /api/v2/series</c>, compressed with gzip. Give its memory back with Dispose.</summary>
public sealed class SeriesPayload : IDisposable
{
    private readonly PayloadBuffer _compressed;

    internal SeriesPayload(PayloadBuffer compressed, int points, int series, int rawLength)
    {
        _compressed = compressed;
        Points = points;
        Series = series;
        RawLength = rawLength;
    }

    /// <summary>The bytes that are sent.</summary>
    public ReadOnlyMemory<byte> Body => _compressed.Memory;

    /// <summary>Points in it.</summary>
    public int Points { get; }

    /// <summary>Series in it: neighbouring points of one metric and one set of tags share one.</summary>
    public int Series { get; }

    /// <summary>Length of the JSON before compression, in bytes.</summary>
    public int RawLength { get; }

    /// <summary>The JSON, read back from the bytes that are sent.</summary>
    public string ReadText()
    {
        using var compressed = new MemoryStream(Body.ToArray(), writable: false);
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    public void Dispose() => _compressed.Dispose();
}
