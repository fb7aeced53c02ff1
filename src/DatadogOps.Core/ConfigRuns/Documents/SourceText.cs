using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Kinds of text.</summary>
internal enum SourceKind
{
    /// <summary>Nothing but blanks.</summary>
    Empty,

    /// <summary>JSON, possibly after lines that a tool printed first.</summary>
    Json,

    /// <summary>Anything else.</summary>
    Yaml,
}

/// <summary>Opens files, converts UTF-16 (as Windows PowerShell redirects) to UTF-8, and determines their kind.</summary>
internal static class SourceText
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>Opens a source; the stream includes the head.</summary>
    public static Stream Open(ReportSource source, out byte[] head)
    {
        Stream stream = source.Open();
        head = ReadHead(stream);
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            Encoding encoding = head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            stream = Encoding.CreateTranscodingStream(new HeadStream(head, stream), encoding, Encoding.UTF8);
            head = ReadHead(stream);
            return new HeadStream(head, stream);
        }

        if (stream.CanSeek)
        {
            stream.Position = 0;
            return stream;
        }

        return new HeadStream(head, stream);
    }

    /// <summary>JSON if a line starts like JSON before anything that YAML starts with.</summary>
    public static SourceKind KindOf(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        if (!head.ContainsAnyExcept(" \t\r\n"u8))
        {
            return SourceKind.Empty;
        }

        bool isFirst = true;
        while (!head.IsEmpty)
        {
            int end = head.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? head : head[..end];
            head = end < 0 ? [] : head[(end + 1)..];
            ReadOnlySpan<byte> text = line.Trim(" \t\r"u8);
            if (text.IsEmpty)
            {
                continue;
            }

            bool isIndented = !isFirst && line[0] is (byte)' ' or (byte)'\t';
            if (!isIndented && (text[0] == (byte)'{' || (text[0] == (byte)'[' && isFirst && IsList(text))))
            {
                return SourceKind.Json;
            }

            if (isFirst && (text.StartsWith("---"u8) || text[0] is (byte)'%' or (byte)'#'))
            {
                return SourceKind.Yaml;
            }

            isFirst = false;
        }

        return SourceKind.Yaml;
    }

    private static bool IsList(ReadOnlySpan<byte> text) => text.Length == 1 || text[1..].TrimStart((byte)' ') is [(byte)'{' or (byte)'[' or (byte)'"' or (byte)']', ..] or [];

    private static byte[] ReadHead(Stream stream)
    {
        byte[] head = new byte[HeadBytes];
        return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
    }
}
