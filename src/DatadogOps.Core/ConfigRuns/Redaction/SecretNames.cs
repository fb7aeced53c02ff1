namespace DatadogOps.ConfigRuns.Redaction;

/// <summary>Names that indicate a secret: password, DB_PASS, dd-api-key, clientSecret.</summary>
internal static class SecretNames
{
    /// <summary>Each name of a secret contains one of these.</summary>
    public static readonly string[] Stems = ["pass", "pwd", "secret", "token", "key", "auth", "bearer", "credential", "cookie", "connectionstring"];

    private const int MaxLength = 100;

    private static readonly string[] Endings =
    [
        "password", "passwords", "passwd", "passphrase", "passwordhash", "passwordsalt", "pwd", "pswd", "secret", "secrets", "token", "tokens", "tokenid",
        "apikey", "appkey", "applicationkey", "accesskey", "secretkey", "privatekey", "authkey", "encryptionkey", "signingkey",
        "accountkey", "sharedkey", "masterkey", "storagekey", "registrationkey", "licensekey", "validationkey", "authorization",
        "credential", "credentials", "setcookie", "cookie", "connectionstring", "secretvalue", "secretstring", "secretid",
    ];

    /// <summary>Whether a name indicates a secret.</summary>
    public static bool IsSecret(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength)
        {
            return false;
        }

        Span<char> plain = stackalloc char[MaxLength];
        int length = 0;
        int segment = 0;
        for (int i = 0; i < name.Length; i++)
        {
            bool isLetter = char.IsAsciiLetterOrDigit(name[i]);
            if (!isLetter || (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])))
            {
                segment = length;
            }

            if (isLetter)
            {
                plain[length++] = char.ToLowerInvariant(name[i]);
            }
        }

        // "pass" indicates a secret only as a separate word: DB_PASS, dbPass, but not bypass or compass.
        ReadOnlySpan<char> whole = plain[..length];
        return whole[segment..].SequenceEqual("pass") || EndsAsSecret(whole);
    }

    private static bool EndsAsSecret(ReadOnlySpan<char> name)
    {
        foreach (string ending in Endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
