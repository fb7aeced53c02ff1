using System.Globalization;
using System.Text;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// A block of lines that Add-NginxAgentLogFilter inserts between two comments. It records everything that its removal needs.
/// </summary>
internal sealed record NginxManagedBlock
{
    private const string BeginText = "# DatadogOps: begin Agent log filter $";
    private const string SplitText = ", line split";
    private const string Hint = ". Remove it with Remove-NginxAgentLogFilter.";
    private const string EndText = "# DatadogOps: end Agent log filter";
    private const string ReplacesText = "# Replaces ";

    /// <summary>File that contains it.</summary>
    public required NginxDocument Document { get; init; }

    /// <summary>Start offset, including indentation.</summary>
    public required int Start { get; init; }

    /// <summary>End offset, including the line ending.</summary>
    public required int End { get; init; }

    /// <summary>Variable of the filter, without the <c>$</c>.</summary>
    public required string Variable { get; init; }

    /// <summary>The user's <c>if=</c> words, with their quotes, by the variable that combines them with the filter and replaces them.</summary>
    public required IReadOnlyDictionary<string, byte[]> Replaced { get; init; }

    /// <summary>The opening comment.</summary>
    /// <param name="variable">Variable of the filter.</param>
    /// <param name="breaksLine">Whether a line had to be split, which removal joins again.</param>
    public static string Begin(string variable, bool breaksLine) => BeginText + variable + (breaksLine ? SplitText : "") + Hint;

    /// <summary>The closing comment.</summary>
    public static string EndLine => EndText + ".";

    /// <summary>The comment before a map that combines the filter with the user's condition.</summary>
    public static string Replaces(string variable, ReadOnlySpan<byte> word) => $"{ReplacesText}${variable}: {Encode(word)}";

    /// <summary>Finds the managed blocks of a file.</summary>
    public static List<NginxManagedBlock> Find(NginxDocument document)
    {
        var found = new List<NginxManagedBlock>();
        ReadOnlySpan<byte> text = document.Bytes;
        (int Start, string Variable, int Break)? begin = null;
        var replaced = new Dictionary<string, byte[]>();
        foreach (NginxRange range in document.Comments)
        {
            if (!text[range.Start..].StartsWith("# DatadogOps: "u8) && begin is null)
            {
                continue;
            }

            string comment = NginxText.Decode(text.Slice(range.Start, range.Length)).TrimEnd('\r');
            if (comment.StartsWith(BeginText, StringComparison.Ordinal))
            {
                string rest = comment[BeginText.Length..];
                int length = rest.AsSpan().IndexOfAny(',', '.');
                // The line was split with the same line ending as this line's.
                int lineEnd = text[range.End - 1] == (byte)'\r' ? 2 : 1;
                begin = (range.Start, length < 0 ? rest : rest[..length], rest.Contains(SplitText, StringComparison.Ordinal) ? lineEnd : 0);
                replaced = [];
            }
            else if (begin is not null && comment.StartsWith(ReplacesText, StringComparison.Ordinal) && comment.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                replaced[comment[(ReplacesText.Length + 1)..colon]] = Decode(comment[(colon + 2)..]);
            }
            else if (begin is { } open && comment.StartsWith(EndText, StringComparison.Ordinal))
            {
                found.Add(new NginxManagedBlock
                {
                    Document = document,
                    Start = FirstByte(text, open.Start, open.Break),
                    End = Math.Min(range.End + 1, text.Length),
                    Variable = open.Variable,
                    Replaced = replaced,
                });
                begin = null;
            }
        }

        return found;
    }

    // Includes the indentation, and the preceding line ending if a line was split.
    private static int FirstByte(ReadOnlySpan<byte> text, int start, int lineBreak)
    {
        while (start > 0 && text[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        return lineBreak > 0 && start >= lineBreak && text[start - 1] == (byte)'\n' ? start - lineBreak : start;
    }

    // A comment is a single line: everything but printable ASCII is encoded as %xx.
    private static string Encode(ReadOnlySpan<byte> word)
    {
        var text = new StringBuilder(word.Length);
        foreach (byte b in word)
        {
            text.Append(b is > 0x20 and < 0x7f and not (byte)'%' ? ((char)b).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{b:X2}"));
        }

        return text.ToString();
    }

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 <= text.Length - 1 && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b))
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }
}
