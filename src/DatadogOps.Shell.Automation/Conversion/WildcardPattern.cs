using System.Text;

namespace System.Management.Automation;

[Flags]
public enum WildcardOptions
{
    None = 0,
    Compiled = 1,
    IgnoreCase = 2,
    CultureInvariant = 4,
}

/// <summary><c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, and the backtick that makes the next character plain.</summary>
public sealed class WildcardPattern(string pattern, WildcardOptions options)
{
    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    public static bool ContainsWildcardCharacters(string? pattern)
    {
        if (pattern is null)
        {
            return false;
        }

        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '*' or '?' or '[')
            {
                return true;
            }

            i += pattern[i] == '`' ? 1 : 0;
        }

        return false;
    }

    public static string Escape(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        foreach (char c in pattern)
        {
            if (c is '*' or '?' or '[' or ']' or '`')
            {
                text.Append('`');
            }

            text.Append(c);
        }

        return text.ToString();
    }

    public static string Unescape(string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '`' && i + 1 < pattern.Length && pattern[i + 1] is '*' or '?' or '[' or ']' or '`')
            {
                i++;
            }

            text.Append(pattern[i]);
        }

        return text.ToString();
    }

    public bool IsMatch(string? input)
    {
        if (input is null)
        {
            return false;
        }

        // The classic walk with one place to come back to: linear but for the last star, never exponential.
        int p = 0;
        int s = 0;
        int starPattern = -1;
        int starInput = 0;
        while (s < input.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starInput = s;
            }
            else if (p < pattern.Length && MatchesOne(input[s], p, out int next))
            {
                p = next;
                s++;
            }
            else if (starPattern >= 0)
            {
                p = starPattern;
                s = ++starInput;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private bool MatchesOne(char c, int p, out int next)
    {
        next = p + 1;
        switch (pattern[p])
        {
            case '?':
                return true;
            case '[' when pattern.IndexOf(']', p + 1) is > 0 and var end:
                next = end + 1;
                return InSet(c, pattern.AsSpan(p + 1, end - p - 1));
            case '`' when next < pattern.Length:
                next++;
                return Same(pattern[p + 1], c);
            default:
                return Same(pattern[p], c);
        }
    }

    private bool InSet(char c, ReadOnlySpan<char> set)
    {
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if ((Fold(c) >= Fold(set[i]) && Fold(c) <= Fold(set[i + 2])) || (c >= set[i] && c <= set[i + 2]))
                {
                    return true;
                }

                i += 2;
            }
            else if (Same(set[i], c))
            {
                return true;
            }
        }

        return false;
    }

    private bool Same(char a, char b) => a == b || Fold(a) == Fold(b);

    private char Fold(char c) => (options & WildcardOptions.IgnoreCase) != 0 ? char.ToUpperInvariant(c) : c;
}
