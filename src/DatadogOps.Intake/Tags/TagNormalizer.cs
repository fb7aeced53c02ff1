using System.Text;

namespace DatadogOps.Intake.Tags;

/// <summary>
/// What Datadog makes of tags: lowercase; letters, digits, <c>_ - : . /</c> stay and every run of anything else becomes
/// one underscore, which is dropped at the end; up to the first letter or colon nothing stays; 200 characters at most.
/// Source: Datadog's documentation "Getting started with tags", and the Agent's pkg/trace/traceutil/normalize.
/// </summary>
internal static class TagNormalizer
{
    private const int MaxLength = 200;

    /// <summary>A whole tag, <c>key:value</c> or a bare name; empty when nothing of it may stay.</summary>
    public static string Tag(string tag) => Normalize(tag, atStart: true);

    /// <summary>A tag's value, which may begin with a digit.</summary>
    public static string Value(string value) => Normalize(value, atStart: false);

    /// <summary>The piece of a value before a wildcard, whose end is not the tag's end: an underscore there stays.</summary>
    public static string Piece(string piece)
    {
        string normal = Normalize(piece, atStart: false);
        return piece.Length > 0 && !IsKept(char.ToLowerInvariant(piece[^1])) ? normal + '_' : normal;
    }

    private static string Normalize(string text, bool atStart)
    {
        if (IsNormal(text, atStart))
        {
            return text;
        }

        var result = new StringBuilder(Math.Min(text.Length, MaxLength));
        bool gap = false;
        foreach (char raw in text)
        {
            if (result.Length + (gap ? 1 : 0) >= MaxLength)
            {
                break;
            }

            char c = char.ToLowerInvariant(raw);
            if (atStart && result.Length == 0 && !(char.IsLetter(c) || c == ':'))
            {
                continue;
            }

            if (!IsKept(c))
            {
                gap = true;
                continue;
            }

            if (gap)
            {
                result.Append('_');
                gap = false;
            }

            result.Append(c);
        }

        return result.ToString();
    }

    // Nearly all tags are as they should be, and are told by a look.
    private static bool IsNormal(string text, bool atStart)
    {
        if (text.Length is 0 or > MaxLength || text[^1] == '_' || (atStart && !(char.IsAsciiLetterLower(text[0]) || text[0] == ':')))
        {
            return false;
        }

        char before = '\0';
        foreach (char c in text)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is ':' or '.' or '/' or '-' || (c == '_' && before is not ('_' or '\0'))))
            {
                return false;
            }

            before = c;
        }

        return true;
    }

    private static bool IsKept(char c) => char.IsLetter(c) || char.IsDigit(c) || c is ':' or '.' or '/' or '-';
}
