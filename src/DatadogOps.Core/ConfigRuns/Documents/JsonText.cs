using System.Buffers;
using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>JSON strings that .NET's reader refuses, and bytes that are not UTF-8.</summary>
internal static class JsonText
{
    /// <summary>
    /// The text of an escaped JSON string. A lone half of a surrogate pair becomes U+FFFD: Python writes bytes that are not UTF-8 so, and
    /// a command's output may hold any bytes.
    /// </summary>
    public static string Unescape(ReadOnlySpan<byte> bytes)
    {
        string raw = Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 >= raw.Length)
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            switch (raw[i])
            {
                case 'n':
                    text.Append('\n');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'u' when i + 4 < raw.Length:
                    text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                default:
                    text.Append(raw[i]);
                    break;
            }
        }

        return WithoutLoneSurrogates(text);
    }

    /// <summary>Number of bytes at the start that are whole, valid characters.</summary>
    public static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        int length = 0;
        while (length < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes[length..], out _, out int consumed) != OperationStatus.Done)
            {
                break;
            }

            length += consumed;
        }

        return length;
    }

    /// <summary>Whether these bytes cannot become a character, whatever follows.</summary>
    public static bool IsBroken(ReadOnlySpan<byte> bytes) => Rune.DecodeFromUtf8(bytes, out _, out _) == OperationStatus.InvalidData;

    private static string WithoutLoneSurrogates(StringBuilder text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
