namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Tells words of a language from keys.</summary>
internal static class Opaque
{
    private const int MaxPadding = 2;

    /// <summary>Whether a word has digits and letters mixed, as keys have and words and paths have not.</summary>
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

    /// <summary>Whether keys in base64, hex and the like have this character.</summary>
    public static bool IsTokenCharacter(char one) => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' or '+' or '/' or '.' or '~';

    /// <summary>End of the run of such characters, and of the padding of base64 behind it.</summary>
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

        // "name=value" is no token.
        return padding < text.Length && IsTokenCharacter(text[padding]) ? end : padding;
    }
}
