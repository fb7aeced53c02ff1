using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>The scalars of YAML 1.1 as libyaml writes them; see chapters 5.7, 7 and 8 of https://yaml.org/spec/1.1/.</summary>
internal static class YamlScalars
{
    /// <summary>Whether a line may end otherwise than by <c>\n</c> and <c>\r\n</c>: NEL, LS, PS and a <c>\r</c> alone are breaks too.</summary>
    public static bool HasRareBreaks(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\u0085"u8) >= 0 || text.IndexOf("\u2028"u8) >= 0 || text.IndexOf("\u2029"u8) >= 0)
        {
            return true;
        }

        for (int at = text.IndexOf((byte)'\r'); at >= 0;)
        {
            if (at + 1 >= text.Length || text[at + 1] != (byte)'\n')
            {
                return true;
            }

            text = text[(at + 2)..];
            at = text.IndexOf((byte)'\r');
        }

        return false;
    }

    /// <summary>Whether a plain scalar may begin so.</summary>
    public static bool BeginsPlain(ReadOnlySpan<byte> line)
    {
        byte first = line[0];
        return "[]{}!&*|>%@`#,\"'\t"u8.Contains(first) ? false
            : first is not ((byte)'-' or (byte)'?' or (byte)':') || (line.Length > 1 && line[1] is not ((byte)' ' or (byte)'\t'));
    }

    /// <summary>Length of a plain scalar that ends with its line.</summary>
    /// <exception cref="UnknownYamlException">A comment or another key stands in the line.</exception>
    public static int PlainLength(ReadOnlySpan<byte> line)
    {
        if (KeyColon(line) >= 0 || line.IndexOf(" #"u8) >= 0 || line.Contains((byte)'\t'))
        {
            throw new UnknownYamlException();
        }

        return line.TrimEnd((byte)' ').Length;
    }

    /// <summary>The colon that ends a plain key: the first before a space or the line's end; -1 when there is none.</summary>
    public static int KeyColon(ReadOnlySpan<byte> line)
    {
        int start = 0;
        while (true)
        {
            int colon = line[start..].IndexOf((byte)':');
            if (colon < 0)
            {
                return -1;
            }

            colon += start;
            if (colon + 1 >= line.Length || line[colon + 1] is (byte)' ' or (byte)'\t')
            {
                return colon;
            }

            start = colon + 1;
        }
    }

    /// <summary>Whether a plain scalar says that there is no value.</summary>
    public static bool IsNull(ReadOnlySpan<byte> text) => text.IsEmpty || text.SequenceEqual("~"u8) || text.SequenceEqual("null"u8);

    /// <summary>A plain scalar over several lines: a line's break is a space, empty lines are breaks.</summary>
    public static string FoldPlain(ReadOnlySpan<byte> bytes, int start, int indent, out int following)
    {
        var text = new StringBuilder();
        int line = start;
        int breaks = 0;
        following = start;
        while (line < bytes.Length)
        {
            ReadOnlySpan<byte> content = LineAt(bytes, line, out int next);
            int column = content.IndexOfAnyExcept((byte)' ');
            if (column < 0)
            {
                breaks++;
                line = next;
                continue;
            }

            if (line != start && column <= indent)
            {
                break;
            }

            content = content.Trim((byte)' ');
            if (content[0] == (byte)'#')
            {
                throw new UnknownYamlException();
            }

            content = content[..PlainLength(content)];
            if (line != start)
            {
                text.Append(breaks == 0 ? " " : new string('\n', breaks));
            }

            text.Append(Encoding.UTF8.GetString(content));
            breaks = 0;
            following = line = next;
        }

        return text.ToString();
    }

    /// <summary>The quote that closes the one at <paramref name="open"/>.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="open">Where the quote stands.</param>
    /// <param name="isSimple">Whether what is between stands for itself.</param>
    /// <returns>-1 when there is none.</returns>
    public static int CloseQuote(ReadOnlySpan<byte> bytes, int open, out bool isSimple)
    {
        byte quote = bytes[open];
        isSimple = true;
        int at = open + 1;
        while (true)
        {
            int offset = quote == (byte)'"' ? bytes[at..].IndexOfAny((byte)'"', (byte)'\\', (byte)'\n') : bytes[at..].IndexOfAny((byte)'\'', (byte)'\n');
            if (offset < 0)
            {
                return -1;
            }

            at += offset;
            if (bytes[at] == quote)
            {
                if (quote == (byte)'"' || at + 1 >= bytes.Length || bytes[at + 1] != quote)
                {
                    return at;
                }

                at++;
            }
            else if (bytes[at] == (byte)'\\')
            {
                at++;
            }

            isSimple = false;
            at = Math.Min(at + 1, bytes.Length);
        }
    }

    /// <summary>What stands between single quotes.</summary>
    public static string UnescapeSingle(string raw) => FoldQuoted(raw).Replace("''", "'", StringComparison.Ordinal);

    /// <summary>What stands between double quotes.</summary>
    public static string UnescapeDouble(string raw)
    {
        string folded = FoldQuoted(raw);
        int slash = folded.IndexOf('\\', StringComparison.Ordinal);
        if (slash < 0)
        {
            return folded;
        }

        var text = new StringBuilder(folded.Length);
        for (int i = 0; i < folded.Length; i++)
        {
            if (folded[i] != '\\')
            {
                text.Append(folded[i]);
                continue;
            }

            i++;
            if (i == folded.Length)
            {
                throw new UnknownYamlException();
            }

            i += AppendEscaped(text, folded, i);
        }

        return text.ToString();
    }

    /// <summary>A literal block: its lines without their indentation.</summary>
    public static string Literal(ReadOnlySpan<byte> bytes, int header, int headerEnd, int parentIndent, out int following)
    {
        (int given, byte chomping) = LiteralHeader(bytes[header..headerEnd]);
        int indent = given > 0 ? Math.Max(parentIndent, 0) + given : -1;
        var text = new StringBuilder();
        LineAt(bytes, header, out int line);
        following = line;
        int breaks = 0;
        while (line < bytes.Length)
        {
            ReadOnlySpan<byte> content = LineAt(bytes, line, out int next);
            int column = content.IndexOfAnyExcept((byte)' ');
            if (column < 0 && (indent < 0 || content.Length <= indent))
            {
                breaks++;
            }
            else
            {
                if (indent < 0 && column > parentIndent)
                {
                    indent = column;
                }

                if (indent < 0 || (column >= 0 && column < indent))
                {
                    break;
                }

                text.Append('\n', breaks).Append(Encoding.UTF8.GetString(content[indent..]));
                breaks = 1;
            }

            following = line = next;
        }

        bool isEmpty = text.Length == 0;
        return chomping switch
        {
            (byte)'-' => text.ToString(),
            (byte)'+' => text.Append('\n', breaks).ToString(),
            _ => isEmpty ? "" : text.Append('\n').ToString(),
        };
    }

    private static (int Indent, byte Chomping) LiteralHeader(ReadOnlySpan<byte> header)
    {
        (int indent, byte chomping) = (0, (byte)' ');
        foreach (byte one in header[1..].TrimEnd((byte)' '))
        {
            switch (one)
            {
                case (byte)'-' or (byte)'+':
                    chomping = one;
                    break;
                case >= (byte)'1' and <= (byte)'9':
                    indent = one - '0';
                    break;
                default:
                    throw new UnknownYamlException();
            }
        }

        return (indent, chomping);
    }

    // A single break between lines is a space, n more are n breaks; spaces around breaks are layout. "\" at a line's end joins it.
    private static string FoldQuoted(string raw)
    {
        if (!raw.Contains('\n', StringComparison.Ordinal))
        {
            return raw;
        }

        string[] lines = raw.Split('\n');
        var text = new StringBuilder(lines[0].TrimEnd(' ', '\r'));
        int breaks = 1;
        for (int i = 1; i < lines.Length; i++)
        {
            string line = i == lines.Length - 1 ? lines[i].TrimStart(' ') : lines[i].Trim(' ', '\r');
            if (line.Length == 0 && i < lines.Length - 1)
            {
                breaks++;
                continue;
            }

            if (EndsEscaped(text))
            {
                if (breaks > 1)
                {
                    throw new UnknownYamlException();
                }

                text.Length--;
            }
            else
            {
                text.Append(breaks == 1 ? " " : new string('\n', breaks - 1));
            }

            text.Append(line);
            breaks = 1;
        }

        return text.ToString();
    }

    private static bool EndsEscaped(StringBuilder text)
    {
        int slashes = 0;
        while (slashes < text.Length && text[text.Length - 1 - slashes] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    // Appends what the escape stands for and tells how many characters it has beyond its letter.
    private static int AppendEscaped(StringBuilder text, string raw, int at)
    {
        const string Letters = "0abt\tnvfre \"/\\N_LP";
        const string Meanings = "\0\a\b\t\t\n\v\f\r\u001B \"/\\\u0085\u00A0\u2028\u2029";
        int letter = Letters.IndexOf(raw[at], StringComparison.Ordinal);
        if (letter >= 0)
        {
            text.Append(Meanings[letter]);
            return 0;
        }

        int digits = raw[at] switch
        {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => throw new UnknownYamlException(),
        };
        if (at + digits >= raw.Length || !int.TryParse(raw.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
        {
            throw new UnknownYamlException();
        }

        text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
        return digits;
    }

    private static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> bytes, int start, out int next)
    {
        int offset = bytes[start..].IndexOf((byte)'\n');
        next = offset < 0 ? bytes.Length : start + offset + 1;
        ReadOnlySpan<byte> line = bytes[start..(offset < 0 ? bytes.Length : start + offset)];
        return line.Length > 0 && line[^1] == (byte)'\r' ? line[..^1] : line;
    }
}
