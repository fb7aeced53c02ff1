using System.Buffers;
using System.Globalization;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.Nginx.Syntax;

/// <summary>Conversion of words, and positions for messages.</summary>
internal static class NginxText
{
    private const int MaxShown = 80;

    /// <summary>
    /// Removes quotes and replaces the escapes <c>\"</c>, <c>\'</c>, <c>\\</c>, <c>\t</c>, <c>\r</c> and <c>\n</c>; other
    /// backslashes are kept (ngx_conf_read_token).
    /// </summary>
    public static byte[] Unescape(ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> inner = Inner(word);
        if (!inner.Contains((byte)'\\'))
        {
            return inner.ToArray();
        }

        var result = new ArrayBufferWriter<byte>(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            byte c = inner[i];
            if (c == (byte)'\\' && i + 1 < inner.Length)
            {
                byte? replaced = inner[i + 1] switch
                {
                    (byte)'"' or (byte)'\'' or (byte)'\\' => inner[i + 1],
                    (byte)'t' => (byte)'\t',
                    (byte)'r' => (byte)'\r',
                    (byte)'n' => (byte)'\n',
                    _ => null,
                };
                if (replaced is { } one)
                {
                    c = one;
                    i++;
                }
            }

            result.Write([c]);
        }

        return result.WrittenSpan.ToArray();
    }

    /// <summary>A word without its quotes, with escapes.</summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> word) => IsQuoted(word) ? word[1..^1] : word;

    /// <summary>Whether a word is quoted.</summary>
    public static bool IsQuoted(ReadOnlySpan<byte> word) => word.Length >= 2 && word[0] is (byte)'"' or (byte)'\'';

    /// <summary>Reads a variable, <c>$name</c> or <c>${name}</c>; empty if there is no name after the <c>$</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Index of the <c>$</c>.</param>
    /// <param name="end">Index of its last character.</param>
    public static string VariableAt(string text, int at, out int end)
    {
        bool braced = at + 1 < text.Length && text[at + 1] == '{';
        int start = at + (braced ? 2 : 1);
        int next = start;
        while (next < text.Length && (char.IsAsciiLetterOrDigit(text[next]) || text[next] == '_'))
        {
            next++;
        }

        end = braced ? next : next - 1;
        return text[start..next];
    }

    /// <summary>Decodes UTF-8; invalid bytes are replaced.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>The start of a text, with control characters made visible, for a message.</summary>
    public static string ForMessage(ReadOnlySpan<byte> bytes) =>
        VisibleText.Of(Decode(bytes.Length > MaxShown ? bytes[..MaxShown] : bytes), except: "")
        + (bytes.Length > MaxShown ? "..." : "");

    /// <summary>Line and column of an offset, both from 1; columns count bytes.</summary>
    public static (int Line, int Column) Locate(ReadOnlySpan<byte> text, int offset)
    {
        ReadOnlySpan<byte> before = text[..offset];
        return (before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>A syntax error with its position.</summary>
    public static OperationException SyntaxError(ReadOnlySpan<byte> text, string path, int offset, string problem)
    {
        (int line, int column) = Locate(text, offset);
        return new OperationException(
            NginxErrorIds.SyntaxInvalid,
            OperationErrorKind.InvalidInput,
            string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{column}"),
            string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}, column {column}: {problem}."),
            "Correct the file. nginx -t would reject it too.");
    }
}
