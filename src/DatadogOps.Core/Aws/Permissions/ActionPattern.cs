using System.Buffers;

namespace DatadogOps.Aws.Permissions;

/// <summary>IAM actions and what they match. IAM minds the case of neither service nor action (IAM JSON policy elements: Action).</summary>
internal static class ActionPattern
{
    private static readonly string[] s_reading = ["Get", "List", "Describe", "BatchGet", "BatchDescribe", "Lookup", "View", "Search", "Select", "Filter", "Test", "Query", "Scan", "Check", "Preview", "Estimate"];

    private static readonly SearchValues<char> s_serviceCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> s_actionCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*?");

    private static readonly string[] s_s3Data = ["s3:GetObject", "s3:ListBucket"];

    /// <summary>Whether a text is a service, a colon and an action.</summary>
    public static bool IsAction(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && colon < text.Length - 1
            && text.Length <= 128
            && !text.AsSpan(0, colon).ContainsAnyExcept(s_serviceCharacters)
            && !text.AsSpan(colon + 1).ContainsAnyExcept(s_actionCharacters);
    }

    /// <summary>The part before the colon; all of it where there is none.</summary>
    public static string ServiceOf(string action) => action.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon ? action[..colon] : action;

    /// <summary>Whether the verb is List.</summary>
    public static bool IsList(string action) => VerbOf(action).StartsWith("List", StringComparison.Ordinal);

    /// <summary>Whether the verb is none that only reads. An action of wildcards alone counts as one that writes.</summary>
    public static bool IsWrite(string action)
    {
        ReadOnlySpan<char> verb = VerbOf(action);
        if (verb.Equals("GET", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (string reading in s_reading)
        {
            if (verb.StartsWith(reading, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it reads what lies in buckets.</summary>
    public static bool IsS3Data(string action) => s_s3Data.Contains(action, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a policy's action, with its wildcards, covers another one. What the other's wildcards stand for must be covered too.</summary>
    public static bool Covers(string pattern, string action) => Covers(pattern.AsSpan(), action.AsSpan());

    // Greedy with one way back, to the last star: linear in most cases, and never worse than the product of both lengths.
    private static bool Covers(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        (int p, int t, int star, int mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && text[t] != '*' && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].IndexOfAnyExcept('*') < 0;
    }

    private static ReadOnlySpan<char> VerbOf(string action) => action.AsSpan(action.IndexOf(':', StringComparison.Ordinal) + 1);
}
