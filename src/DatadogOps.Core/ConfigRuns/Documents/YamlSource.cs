using System.Text;
using System.Text.Unicode;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>A YAML file in memory, checked to be text. Whether to read it fast or in full shows only on the way, so it must be at hand again.</summary>
internal sealed class YamlSource
{
    /// <summary>Longest YAML that is read: ten times a report of 10,000 resources.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private YamlSource(byte[] bytes, int start, int length) => (Bytes, Start, Length) = (bytes, start, length);

    /// <summary>The file; only <see cref="Length"/> bytes from <see cref="Start"/> belong to it.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the text begins, behind a byte order mark.</summary>
    public int Start { get; }

    /// <summary>Bytes of text.</summary>
    public int Length { get; }

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="DocumentException">It is too long, or no text.</exception>
    public static YamlSource Read(Stream stream, CancellationToken stop)
    {
        long expected = stream.CanSeek ? Math.Min(stream.Length - stream.Position, MaxBytes) + 1 : 64 * 1024;
        byte[] bytes = new byte[Math.Max(expected, 1024)];
        int length = 0;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            int read = stream.Read(bytes, length, bytes.Length - length);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (length > MaxBytes)
            {
                (long line, long column) = PositionOf(bytes.AsSpan(0, length));
                throw new DocumentException(ConfigRunErrorIds.ReportTooLarge, $"YAML is read up to {MaxBytes / 1024 / 1024} MB, and this is longer.", line, column);
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        int start = bytes.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        Check(bytes.AsSpan(0, length));
        return new YamlSource(bytes, start, length - start);
    }

    /// <summary>Where a text ends, from line 1 and column 1.</summary>
    public static (long Line, long Column) PositionOf(ReadOnlySpan<byte> before)
    {
        ReadOnlySpan<byte> line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(line) + 1);
    }

    private static void Check(ReadOnlySpan<byte> bytes)
    {
        int nul = bytes.IndexOf((byte)0);
        if (nul >= 0)
        {
            (long line, long column) = PositionOf(bytes[..nul]);
            throw new DocumentException(ConfigRunErrorIds.ReportUnreadable, "Here stands a NUL byte; a report is text.", line, column);
        }

        if (!Utf8.IsValid(bytes))
        {
            int good = JsonText.ValidLength(bytes);
            (long line, long column) = PositionOf(bytes[..good]);
            throw new DocumentException(ConfigRunErrorIds.ReportUnreadable, $"The byte 0x{bytes[good]:X2} is not valid UTF-8 here.", line, column);
        }
    }
}
