using System.Text;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>
/// Parses the three forms of connection strings: a <c>postgresql://</c> URI, libpq's
/// <c>host=... dbname=...</c> (both PostgreSQL manual, "Connection Strings") and .NET's <c>Host=...;Database=...</c>.
/// </summary>
internal static class PgConnectionStringParser
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <summary>Parses a connection string in any of the three forms.</summary>
    /// <exception cref="OperationException"><see cref="PgErrorIds.InvalidConnectionString"/>; the message never contains a value.</exception>
    public static PgConnectionSettings Parse(string text)
    {
        foreach (string scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return ParseUri(text[scheme.Length..]);
            }
        }

        return IsDotNetForm(text) ? ParseDotNet(text) : ParseKeywords(text);
    }

    private static PgConnectionSettings ParseUri(string rest)
    {
        var settings = new PgConnectionSettings();
        (rest, string? query) = Cut(rest, '?');
        (string authority, string? database) = Cut(rest, '/');
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            (string user, string? password) = Cut(authority[..at], ':');
            settings.Set("user", Decode(user));
            settings.Set("password", Decode(password));
            authority = authority[(at + 1)..];
        }

        if (authority.Contains(',', StringComparison.Ordinal))
        {
            throw Invalid("the URI names several hosts; use one connection string for each");
        }

        (string host, string? port) = SplitPort(authority);
        settings.Set("host", Decode(host));
        settings.Set("port", port);
        settings.Set("dbname", Decode(database));
        foreach (string pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string keyword, string? value) = Cut(pair, '=');
            keyword = Decode(keyword)!;
            // libpq accepts JDBC's spelling too.
            if (keyword == "ssl" && value == "true")
            {
                (keyword, value) = ("sslmode", "require");
            }

            SetKnown(settings, keyword, Decode(value ?? throw Invalid($"the parameter '{keyword}' of the URI has no value")));
        }

        return settings;
    }

    private static (string Host, string? Port) SplitPort(string authority)
    {
        if (authority.StartsWith('['))
        {
            int close = authority.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
            {
                throw Invalid("the IPv6 address in the URI has no closing ']'");
            }

            string after = authority[(close + 1)..];
            return after.Length == 0 || after[0] == ':'
                ? (authority[1..close], after.Length > 1 ? after[1..] : null)
                : throw Invalid("only ':port' can follow the IPv6 address in the URI");
        }

        return Cut(authority, ':');
    }

    private static PgConnectionSettings ParseKeywords(string text)
    {
        var settings = new PgConnectionSettings();
        int i = 0;
        while (true)
        {
            SkipSpace();
            if (i == text.Length)
            {
                return settings;
            }

            int start = i;
            while (i < text.Length && text[i] != '=' && !char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            string keyword = text[start..i];
            SkipSpace();
            if (i == text.Length || text[i] != '=')
            {
                throw Invalid($"the word at character {start + 1} of the connection string is not followed by '='; put a value with spaces in single quotes");
            }

            i++;
            SkipSpace();
            SetKnown(settings, Alias(keyword), ReadValue(keyword));
        }

        void SkipSpace()
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }
        }

        string ReadValue(string keyword)
        {
            var value = new StringBuilder();
            bool quoted = i < text.Length && text[i] == '\'';
            i += quoted ? 1 : 0;
            for (; i < text.Length && (quoted ? text[i] != '\'' : !char.IsWhiteSpace(text[i])); i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                {
                    i++;
                }

                value.Append(text[i]);
            }

            if (quoted && i++ == text.Length)
            {
                throw Invalid($"the quoted value of '{keyword}' is not closed");
            }

            return value.ToString();
        }
    }

    private static PgConnectionSettings ParseDotNet(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException or OverflowException)
        {
            // The exception names the keyword; its text may contain a value.
            throw Invalid(e is ArgumentException { ParamName: { Length: > 0 } name }
                ? $"'{name}' is not a connection parameter, or cannot have that value"
                : "it is not in the form Keyword=value;");
        }

        var settings = new PgConnectionSettings();
        Move("Host", "host", builder.Host);
        Move("Port", "port", builder.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Move("Database", "dbname", builder.Database);
        Move("Username", "user", builder.Username);
        Move("Password", "password", builder.Password);
        Move("Passfile", "passfile", builder.Passfile);
        Move("SSL Mode", "sslmode", ToLibpq(builder.SslMode));
        Move("Root Certificate", "sslrootcert", builder.RootCertificate);
        Move("SSL Certificate", "sslcert", builder.SslCertificate);
        Move("SSL Key", "sslkey", builder.SslKey);
        Move("Timeout", "connect_timeout", builder.Timeout.ToString(System.Globalization.CultureInfo.InvariantCulture));
        settings.NpgsqlExtras = builder.Count == 0 ? null : builder.ConnectionString;
        return settings;

        void Move(string name, string keyword, string? value)
        {
            if (builder.Remove(name))
            {
                settings.Set(keyword, value);
            }
        }
    }

    private static string ToLibpq(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    // A ';' outside quotes distinguishes .NET's form from libpq's.
    private static bool IsDotNetForm(string text)
    {
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote != '\0')
            {
                // libpq escapes a quote within quotes; .NET doubles it, which has the same effect here.
                i += c == '\\' && quote == '\'' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == ';')
            {
                return true;
            }
        }

        return false;
    }

    // A .NET string with a single pair has no ';', so its keywords are accepted here too.
    private static string Alias(string keyword) => keyword.ToLowerInvariant() switch
    {
        "database" => "dbname",
        "username" => "user",
        "server" => "host",
        string other => other,
    };

    private static void SetKnown(PgConnectionSettings settings, string keyword, string? value)
    {
        if (!PgConnectionSettings.IsKeyword(keyword))
        {
            throw Invalid($"'{keyword}' is not a connection parameter");
        }

        settings.Set(keyword, value);
    }

    private static string? Decode(string? text)
    {
        if (text is null || !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw Invalid("a '%' in the URI is not followed by two hexadecimal digits; use %25 for the character itself");
            }
        }

        string decoded = Uri.UnescapeDataString(text);
        return decoded.Contains('\0', StringComparison.Ordinal) ? throw Invalid("the URI contains %00") : decoded;
    }

    private static (string Before, string? After) Cut(string text, char mark)
    {
        int i = text.IndexOf(mark, StringComparison.Ordinal);
        return i < 0 ? (text, null) : (text[..i], text[(i + 1)..]);
    }

    private static OperationException Invalid(string what) => new(
        PgErrorIds.InvalidConnectionString,
        OperationErrorKind.InvalidInput,
        "connection string",
        $"The connection string is invalid: {what}.",
        "Use postgresql://user@host:port/database?sslmode=require, or host=... dbname=..., or Host=...;Database=...; percent-encode special characters of a password in a URI, and quote them elsewhere.");
}
