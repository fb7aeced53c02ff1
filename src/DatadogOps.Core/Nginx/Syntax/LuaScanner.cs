using System.Buffers;

namespace DatadogOps.Nginx.Syntax;

/// <summary>
/// Finds the end of a <c>*_by_lua_block { ... }</c> as lua-nginx-module does (ngx_http_lua_lex): it counts braces outside of Lua
/// strings, comments and long brackets. A quote that is not closed on the same line does not start a string.
/// </summary>
internal static class LuaScanner
{
    private static readonly SearchValues<byte> s_special = SearchValues.Create("{}[-\"'"u8);

    /// <summary>Returns the offset of the closing brace, or -1.</summary>
    /// <param name="text">The file.</param>
    /// <param name="position">Offset after the opening brace.</param>
    public static int FindEnd(ReadOnlySpan<byte> text, int position)
    {
        int level = 1;
        while (position < text.Length)
        {
            int found = text[position..].IndexOfAny(s_special);
            if (found < 0)
            {
                break;
            }

            position += found;
            switch (text[position])
            {
                case (byte)'{':
                    level++;
                    position++;
                    break;
                case (byte)'}':
                    if (--level == 0)
                    {
                        return position;
                    }

                    position++;
                    break;
                case (byte)'-' when text[position..].StartsWith("--"u8):
                    position = SkipComment(text, position);
                    break;
                case (byte)'[' when LongBracket(text, position) is >= 0 and var equals:
                    position = SkipLongBracket(text, position + equals + 2, equals);
                    break;
                case (byte)'"' or (byte)'\'':
                    position = SkipString(text, position);
                    break;
                default:
                    position++;
                    break;
            }

            if (position < 0)
            {
                break;
            }
        }

        return -1;
    }

    private static int SkipComment(ReadOnlySpan<byte> text, int position)
    {
        int equals = LongBracket(text, position + 2);
        if (equals >= 0)
        {
            return SkipLongBracket(text, position + equals + 4, equals);
        }

        int end = text[position..].IndexOf((byte)'\n');
        return end < 0 ? text.Length : position + end;
    }

    // The number of = in [==[, or -1.
    private static int LongBracket(ReadOnlySpan<byte> text, int position)
    {
        if (position >= text.Length || text[position] != (byte)'[')
        {
            return -1;
        }

        int end = text[(position + 1)..].IndexOfAnyExcept((byte)'=');
        return end >= 0 && text[position + 1 + end] == (byte)'[' ? end : -1;
    }

    private static int SkipLongBracket(ReadOnlySpan<byte> text, int position, int equals)
    {
        while (true)
        {
            int found = position < text.Length ? text[position..].IndexOf((byte)']') : -1;
            if (found < 0)
            {
                return -1;
            }

            position += found + 1;
            int run = text[position..].IndexOfAnyExcept((byte)'=');
            if (run == equals && text[position + run] == (byte)']')
            {
                return position + run + 1;
            }
        }
    }

    private static int SkipString(ReadOnlySpan<byte> text, int start)
    {
        byte quote = text[start];
        int position = start + 1;
        while (position < text.Length)
        {
            int found = text[position..].IndexOfAny(quote, (byte)'\\', (byte)'\n');
            if (found < 0)
            {
                break;
            }

            position += found;
            if (text[position] == quote)
            {
                return position + 1;
            }

            if (text[position] == (byte)'\n' || position + 1 >= text.Length || text[position + 1] == (byte)'\n')
            {
                break;
            }

            position += 2;
        }

        return start + 1;
    }
}
