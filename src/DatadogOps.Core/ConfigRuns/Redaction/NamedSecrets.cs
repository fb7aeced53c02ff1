namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>
/// Values next to names that indicate a secret: <c>password=x</c>, <c>"api_key": "x"</c>, <c>token => 'x'</c>, <c>--password x</c>,
/// <c>Authorization: Bearer x</c>, <c>API key 0123...</c>, and passwords on command lines of curl, mysql and sshpass.
/// </summary>
internal static class NamedSecrets
{
    // Longer than any secret; an unclosed quote must not redact the rest of a text.
    private const int MaxValue = 4096;
    private const int MaxName = 100;
    private const int MinOpaque = 16;
    private const int MinBearer = 8;

    // "the key to success"; a Datadog key has 32 characters.
    private const int MinKey = 20;

    // Values that are no secrets, or masked already.
    private static readonly string[] Harmless =
    [
        "null", "nil", "none", "undef", "true", "false", "yes", "no", "absent", "present", "changed", "required", "optional",
        "sensitive", "redacted", "masked", "hidden", "removed", "string",
    ];

    private static readonly string[] Schemes = ["bearer", "basic", "token", "digest", "apikey", "negotiate", "aws4-hmac-sha256"];

    public static void Find(string text, SpanList secrets)
    {
        foreach (string stem in SecretNames.Stems)
        {
            int at = 0;
            while ((at = text.IndexOf(stem, at, StringComparison.OrdinalIgnoreCase)) >= 0)
            {
                at = Examine(text, at, at + stem.Length, secrets);
            }
        }

        FindFlags(text, secrets);
    }

    // Checks the name around a stem and masks its value; returns where to continue.
    private static int Examine(string text, int start, int end, SpanList secrets)
    {
        int first = Math.Max(0, start - MaxName);
        while (start > first && IsNameCharacter(text[start - 1]))
        {
            start--;
        }

        int last = Math.Min(text.Length, end + MaxName);
        while (end < last && IsNameCharacter(text[end]))
        {
            end++;
        }

        ReadOnlySpan<char> name = text.AsSpan(start, end - start);
        if (name.Equals("bearer", StringComparison.OrdinalIgnoreCase))
        {
            return MaskOpaque(text, end, MinBearer, secrets);
        }

        if (name.Equals("key", StringComparison.OrdinalIgnoreCase))
        {
            return MaskOpaque(text, end, MinKey, secrets);
        }

        return SecretNames.IsSecret(name.TrimStart('-').TrimEnd("-.")) ? MaskBeside(text, start, end, secrets) : end;
    }

    private static int MaskBeside(string text, int start, int end, SpanList secrets)
    {
        int at = SkipQuote(text, end);
        int spaced = SkipSpaces(text, at);
        int delimited = SkipDelimiter(text, spaced);
        if (delimited > spaced)
        {
            int value = SkipSpaces(text, delimited);
            bool isYaml = text[spaced] == ':' && value > delimited && BeginsLine(text, start);
            return Math.Max(end, MaskValue(text, value, isYaml, secrets));
        }

        if (text[start] == '-' && spaced > at && spaced < text.Length && text[spaced] != '-')
        {
            return Math.Max(end, MaskValue(text, spaced, false, secrets));
        }

        // "the token 0123456789abcdef is not valid"
        return spaced > at ? MaskOpaque(text, at, MinOpaque, secrets) : end;
    }

    // Masks the value that starts here and returns its end.
    private static int MaskValue(string text, int start, bool isWholeLine, SpanList secrets)
    {
        if (start >= text.Length || text.AsSpan(start).StartsWith("{{", StringComparison.Ordinal))
        {
            return start;
        }

        int open = text[start] == '\\' && start + 1 < text.Length && text[start + 1] is '"' or '\'' ? start + 1 : start;
        if (text[open] is '"' or '\'' or '`')
        {
            int close = CloseQuote(text, open, isEscaped: open > start);
            if (!IsHarmless(text.AsSpan(open + 1, close - open - 1)))
            {
                secrets.Add(open + 1, close);
            }

            return close;
        }

        if (text[start] is '{' or '[' or '(' or '<' or '*')
        {
            // A map, a list, or a mask of another tool.
            return start;
        }

        int end = BareEnd(text, start);
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        if (Schemes.Contains(word.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            int credentials = SkipSpaces(text, end);
            end = BareEnd(text, credentials);
            secrets.Add(credentials, end);
        }
        else if (!IsHarmless(word))
        {
            end = isWholeLine ? LineEnd(text, start) : end;
            secrets.Add(start, end);
        }

        return end;
    }

    // Masks the next word if it is a key rather than a word of a language; returns where to continue.
    private static int MaskOpaque(string text, int at, int length, SpanList secrets)
    {
        int start = SkipSpaces(text, at);
        if (start < text.Length && text[start] is '"' or '\'' or '`' or ':')
        {
            start = SkipSpaces(text, start + 1);
        }

        int end = Opaque.TokenEnd(text, Math.Min(start, text.Length));
        if (start > at && end - start >= length && Opaque.IsOpaque(text.AsSpan(start, end - start)))
        {
            secrets.Add(start, end);
            return end;
        }

        // It may be the name of a key: "key DD_API_KEY=..."
        return at;
    }

    // curl -u user:secret, mysql -psecret, sshpass -p secret
    private static void FindFlags(string text, SpanList secrets)
    {
        bool isMysql = text.Contains("mysql", StringComparison.OrdinalIgnoreCase);
        bool isSshpass = text.Contains("sshpass", StringComparison.Ordinal);
        int at = 0;
        while ((at = text.IndexOf(" -", at, StringComparison.Ordinal)) >= 0)
        {
            at += 2;
            if (at >= text.Length)
            {
                return;
            }

            int value = SkipSpaces(text, at + 1);
            int end = BareEnd(text, value);
            int colon = text.AsSpan(Math.Min(value, text.Length), Math.Max(0, end - value)).IndexOf(':');
            if (text[at] == 'u' && colon > 0 && value > at + 1)
            {
                secrets.Add(value + colon + 1, end);
            }
            else if (text[at] == 'p' && ((isMysql && value == at + 1) || (isSshpass && value > at + 1)))
            {
                secrets.Add(value, end);
            }
        }
    }

    private static bool IsHarmless(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> word = value.Trim("[](){}<>*. ");
        if (word.IsEmpty || value.StartsWith("VALUE_SPECIFIED_IN_NO_LOG", StringComparison.Ordinal) || value.StartsWith("Sensitive [value", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (string one in Harmless)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // The closing quote; else the end of the line, or the maximum length.
    private static int CloseQuote(string text, int open, bool isEscaped)
    {
        int limit = Math.Min(text.Length, open + MaxValue);
        for (int i = open + 1; i < limit; i++)
        {
            if (text[i] == '\n')
            {
                return i;
            }

            if (isEscaped && text[i] == '\\' && i + 1 < limit && text[i + 1] == text[open])
            {
                return i;
            }

            if (!isEscaped && text[i] == '\\')
            {
                i++;
            }
            else if (!isEscaped && text[i] == text[open])
            {
                return i;
            }
        }

        return limit;
    }

    private static int BareEnd(string text, int start)
    {
        int end = Math.Min(start, text.Length);
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not (',' or ';' or '&' or '"' or '\'' or '`' or '<' or '>' or ')' or ']' or '}' or '|' or '\\'))
        {
            end++;
        }

        return end;
    }

    private static bool BeginsLine(string text, int start)
    {
        int at = start - 1;
        int limit = Math.Max(-1, start - MaxName);
        while (at > limit && text[at] is ' ' or '\t' or '-' or '+')
        {
            at--;
        }

        return at < 0 || text[at] == '\n';
    }

    private static int LineEnd(string text, int start)
    {
        int limit = Math.Min(text.Length, start + MaxValue);
        int end = text.AsSpan(start, limit - start).IndexOfAny('\n', '\r');
        return end < 0 ? limit : start + end;
    }

    private static int SkipQuote(string text, int at)
    {
        int next = at < text.Length && text[at] == '\\' ? at + 1 : at;
        return next < text.Length && text[next] is '"' or '\'' or '`' ? next + 1 : at;
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private static int SkipDelimiter(string text, int at)
    {
        if (at >= text.Length || text[at] is not ('=' or ':'))
        {
            return at;
        }

        // "::" separates names and is no delimiter.
        if (text[at] == ':' && at + 1 < text.Length && text[at + 1] == ':')
        {
            return at;
        }

        return at + 1 < text.Length && text[at + 1] is '>' or '=' ? at + 2 : at + 1;
    }

    private static bool IsNameCharacter(char one) => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' or '.';
}
