using System.Buffers;

namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Passwords and tokens before the host of a URL: <c>postgres://app:secret@db1/shop</c>, <c>https://token@github.com</c>.</summary>
internal static class UrlSecrets
{
    // A user name is not a secret, but one of this length that looks like a key is a token.
    private const int MinToken = 16;

    // The part before the host of a URL is shorter.
    private const int MaxLength = 4096;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>|\\");

    public static void Find(string text, SpanList secrets)
    {
        int at = 0;
        while ((at = text.IndexOf("://", at, StringComparison.Ordinal)) >= 0)
        {
            int start = at + 3;
            int limit = Math.Min(text.Length, start + MaxLength);
            int length = text.AsSpan(start, limit - start).IndexOfAny(Ends);
            int end = length < 0 ? limit : start + length;
            at = Mask(text, start, end, secrets);
        }
    }

    private static int Mask(string text, int start, int end, SpanList secrets)
    {
        ReadOnlySpan<char> url = text.AsSpan(start, end - start);
        int next = url.IndexOf("://", StringComparison.Ordinal);
        if (next >= 0)
        {
            url = url[..next];
        }

        int path = url.IndexOfAny('/', '?', '#');
        ReadOnlySpan<char> authority = path < 0 ? url : url[..path];
        int host = authority.LastIndexOf('@');
        int colon = authority.IndexOf(':');
        if (colon >= 0 && (colon < host || authority[(colon + 1)..].ContainsAnyExceptInRange('0', '9')))
        {
            // A password may hold a slash or an @ itself.
            host = url.LastIndexOf('@');
        }

        if (host > 0)
        {
            if (colon >= 0 && colon < host)
            {
                secrets.Add(start + colon + 1, start + host);
            }
            else if (host >= MinToken && Opaque.IsOpaque(authority[..host]))
            {
                secrets.Add(start, start + host);
            }
        }

        return start + url.Length;
    }
}
