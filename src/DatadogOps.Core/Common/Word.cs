namespace DatadogOps.Common;

/// <summary>Words of a fixed set, such as statuses: compared without regard to case, stored in one spelling.</summary>
public static class Word
{
    /// <summary>The word of the set that equals the value without regard to case; the value itself if there is none.</summary>
    public static string Canonical(string value, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (word.Equals(value, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        return value;
    }
}
