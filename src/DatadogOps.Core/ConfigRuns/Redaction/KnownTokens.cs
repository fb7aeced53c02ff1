namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Keys and tokens of well-known form.</summary>
internal static class KnownTokens
{
    // Prefix, and minimum number of characters after it.
    private static readonly (string Prefix, int Length)[] Prefixes =
    [
        ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20), ("github_pat_", 20), // GitHub
        ("glpat-", 16), ("gldt-", 16), // GitLab
        ("xoxb-", 10), ("xoxp-", 10), ("xoxa-", 10), ("xapp-", 10), // Slack
        ("sk_live_", 10), ("sk_test_", 10), ("rk_live_", 10), // Stripe
        ("AIza", 30), // Google
        ("hvs.", 20), ("hvb.", 20), // HashiCorp Vault
        ("npm_", 30), ("pypi-", 30), ("dop_v1_", 30), ("SG.", 30),
        ("$1$", 8), ("$2a$", 30), ("$2b$", 30), ("$2y$", 30), ("$5$", 20), ("$6$", 20), ("$y$", 20), ("$argon2", 20), // crypt(3)
    ];

    private static readonly string[] AwsIds = ["AKIA", "ASIA"];

    private const int AwsIdLength = 20;
    private const int AwsSecretLength = 40;

    // The secret is printed near its id.
    private const int AwsDistance = 300;

    public static void Find(string text, SpanList secrets)
    {
        foreach ((string prefix, int length) in Prefixes)
        {
            FindPrefix(text, prefix, length, secrets);
        }

        FindJsonWebTokens(text, secrets);
        foreach (string id in AwsIds)
        {
            FindAws(text, id, secrets);
        }
    }

    private static void FindPrefix(string text, string prefix, int length, SpanList secrets)
    {
        int at = 0;
        while ((at = text.IndexOf(prefix, at, StringComparison.Ordinal)) >= 0)
        {
            int end = at + prefix.Length;
            while (end < text.Length && (Opaque.IsTokenCharacter(text[end]) || (prefix[0] == '$' && text[end] is '$' or ',' or '=')))
            {
                end++;
            }

            if (end - at - prefix.Length >= length && IsStart(text, at))
            {
                secrets.Add(at, end);
            }

            at = end;
        }
    }

    // eyJ is {"... in base64; three parts separated by dots.
    private static void FindJsonWebTokens(string text, SpanList secrets)
    {
        int at = 0;
        while ((at = text.IndexOf("eyJ", at, StringComparison.Ordinal)) >= 0)
        {
            int end = Opaque.TokenEnd(text, at);
            ReadOnlySpan<char> token = text.AsSpan(at, end - at);
            if (token.Length >= 40 && token.Count('.') >= 1 && IsStart(text, at))
            {
                secrets.Add(at, end);
            }

            at = end;
        }
    }

    private static void FindAws(string text, string id, SpanList secrets)
    {
        int at = 0;
        while ((at = text.IndexOf(id, at, StringComparison.Ordinal)) >= 0)
        {
            int end = at;
            while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || char.IsAsciiDigit(text[end])))
            {
                end++;
            }

            if (end - at == AwsIdLength && IsStart(text, at) && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end])))
            {
                secrets.Add(at, end);
                FindAwsSecret(text, end, secrets);
            }

            at = end;
        }
    }

    private static void FindAwsSecret(string text, int from, SpanList secrets)
    {
        int limit = Math.Min(text.Length, from + AwsDistance);
        for (int at = from; at < limit; at++)
        {
            int end = at;
            while (end < limit && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '/' or '+'))
            {
                end++;
            }

            if (end - at == AwsSecretLength)
            {
                secrets.Add(at, end);
            }

            at = end;
        }
    }

    private static bool IsStart(string text, int at) => at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]);
}
