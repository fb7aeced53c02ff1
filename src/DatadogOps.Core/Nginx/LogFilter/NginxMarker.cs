using System.Globalization;
using System.Text;
using DatadogOps.Nginx.Syntax;

namespace DatadogOps.Nginx.LogFilter;

/// <summary>
/// The part of a file that Add puts there, between two comments. What is needed to take everything out again stands in it, so that
/// removal needs nothing but the files.
/// </summary>
internal sealed record NginxMarker
{
    private const string BeginText = "# DatadogOps: begin of the Agent log filter $";
    private const string BrokenText = ", which broke a line";
    private const string Hint = ". Remove-NginxAgentLogFilter takes it out.";
    private const string EndText = "# DatadogOps: end of the Agent log filter";
    private const string InsteadText = "# In place of ";

    /// <summary>The file.</summary>
    public required NginxDocument Document { get; init; }

    /// <summary>Where it begins, with what was put before it.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends, with its last line's end.</summary>
    public required int End { get; init; }

    /// <summary>Variable of the filter, without the <c>$</c>.</summary>
    public required string Variable { get; init; }

    /// <summary>By variable that combines the filter with an <c>if=</c> of the user: the word that it replaced, with its quotes.</summary>
    public required IReadOnlyDictionary<string, byte[]> Replaced { get; init; }

    /// <summary>The first comment.</summary>
    /// <param name="variable">Variable of the filter.</param>
    /// <param name="breaksLine">Whether a line had to be broken for it, which removal joins again.</param>
    public static string Begin(string variable, bool breaksLine) => BeginText + variable + (breaksLine ? BrokenText : "") + Hint;

    /// <summary>The last comment.</summary>
    public static string EndLine => EndText + ".";

    /// <summary>The comment over a map that combines the filter with what was there.</summary>
    public static string InPlaceOf(string variable, ReadOnlySpan<byte> word) => $"{InsteadText}${variable}: {Encode(word)}";

    /// <summary>The markers of a file.</summary>
    public static List<NginxMarker> Find(NginxDocument document)
    {
        var found = new List<NginxMarker>();
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
                // The line was broken with the same end as this line has.
                int lineEnd = text[range.End - 1] == (byte)'\r' ? 2 : 1;
                begin = (range.Start, length < 0 ? rest : rest[..length], rest.Contains(BrokenText, StringComparison.Ordinal) ? lineEnd : 0);
                replaced = [];
            }
            else if (begin is not null && comment.StartsWith(InsteadText, StringComparison.Ordinal) && comment.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                replaced[comment[(InsteadText.Length + 1)..colon]] = Decode(comment[(colon + 2)..]);
            }
            else if (begin is { } open && comment.StartsWith(EndText, StringComparison.Ordinal))
            {
                found.Add(new NginxMarker
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

    // The indentation belongs to it, and the line's end before it where the line was broken for it.
    private static int FirstByte(ReadOnlySpan<byte> text, int start, int lineBreak)
    {
        while (start > 0 && text[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        return lineBreak > 0 && start >= lineBreak && text[start - 1] == (byte)'\n' ? start - lineBreak : start;
    }

    // A comment is one line of text: all that is not plain is written as %xx.
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
