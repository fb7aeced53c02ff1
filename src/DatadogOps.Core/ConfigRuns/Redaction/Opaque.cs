namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Distinguishes keys from words of a language.</summary>
internal static class Opaque
{
    private const int MaxPadding = 2;

    /// <summary>Whether a word mixes digits and letters, as keys do.</summary>
    public static bool IsOpaque(ReadOnlySpan<char> word)
    {
        (int digits, int letters) = (0, 0);
        foreach (char one in word)
        {
            if (char.IsAsciiDigit(one))
            {
                digits++;
            }
            else if (char.IsAsciiLetter(one))
            {
                letters++;
            }
            else if (!IsTokenCharacter(one) && one != '=')
            {
                return false;
            }
        }

        return digits > 0 && letters > 0;
    }

    /// <summary>Whether this character occurs in base64, hex and similar keys.</summary>
    public static bool IsTokenCharacter(char one) => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' or '+' or '/' or '.' or '~';

    /// <summary>End of such characters, including base64 padding.</summary>
    public static int TokenEnd(string text, int start)
    {
        int end = start;
        while (end < text.Length && IsTokenCharacter(text[end]))
        {
            end++;
        }

        int padding = end;
        while (padding < text.Length && padding - end < MaxPadding && text[padding] == '=')
        {
            padding++;
        }

        // "name=value" is not a token.
        return padding < text.Length && IsTokenCharacter(text[padding]) ? end : padding;
    }
}
