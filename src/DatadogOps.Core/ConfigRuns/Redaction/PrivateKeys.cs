namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Private keys in PEM. A truncated one extends to the end of the text.</summary>
internal static class PrivateKeys
{
    private const string Begin = "-----BEGIN ";
    private const string Kind = "PRIVATE KEY";
    private const string Dashes = "-----";
    private const string End = "-----END ";

    // "ENCRYPTED ", "RSA ", "OPENSSH ": the label before the kind is short.
    private const int MaxLabel = 40;

    public static void Find(string text, SpanList secrets)
    {
        int at = 0;
        while ((at = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0)
        {
            int label = at + Begin.Length;
            int kind = text.AsSpan(label, Math.Min(MaxLabel, text.Length - label)).IndexOf(Kind, StringComparison.Ordinal);
            if (kind < 0)
            {
                at = label;
                continue;
            }

            int end = text.IndexOf(End, label, StringComparison.Ordinal);
            int close = end < 0 ? -1 : text.IndexOf(Dashes, end + End.Length, StringComparison.Ordinal);
            int after = close < 0 ? text.Length : close + Dashes.Length;
            secrets.Add(at, after);
            at = after;
        }
    }
}
