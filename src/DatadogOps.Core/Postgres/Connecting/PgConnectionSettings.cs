using System.Diagnostics.CodeAnalysis;

namespace DatadogOps.Postgres.Connecting;

/// <summary>
/// Connection parameters under libpq's keywords (PostgreSQL manual, "Parameter Key Words"). URIs, connection strings, service files,
/// environment variables and cmdlet parameters are converted to this form and then merged.
/// </summary>
internal sealed class PgConnectionSettings
{
    // Keywords that matter for a short read-only session. Others that libpq knows are accepted and ignored; unknown ones are an
    // error, as in libpq.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "service", "connect_timeout",
        "sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslnegotiation", "channel_binding", "krbsrvname", "options",
    };

    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "application_name", "fallback_application_name", "client_encoding", "keepalives", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "replication", "gssencmode", "gsslib", "gssdelegation", "sslcompression", "sslcrl",
        "sslcrldir", "sslsni", "requirepeer", "require_auth", "ssl_min_protocol_version", "ssl_max_protocol_version", "sslcertmode",
        "target_session_attrs", "load_balance_hosts", "servicefile", "min_protocol_version", "max_protocol_version",
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Npgsql settings that have no keyword in libpq, as a connection string; null if there are none.</summary>
    public string? NpgsqlExtras { get; set; }

    /// <summary>Value of a keyword.</summary>
    public string? this[string keyword] => _values.GetValueOrDefault(keyword);

    /// <summary>Whether a keyword is known.</summary>
    public static bool IsKeyword(string keyword) => Known.Contains(keyword) || Ignored.Contains(keyword);

    /// <summary>Sets a keyword; an empty value is ignored, as in libpq.</summary>
    public void Set(string keyword, string? value)
    {
        if (!string.IsNullOrEmpty(value) && Known.Contains(keyword))
        {
            _values[keyword] = value;
        }
    }

    /// <summary>Adds the settings of a source with lower precedence that are not set yet.</summary>
    public void FillFrom(PgConnectionSettings weaker)
    {
        foreach ((string keyword, string value) in weaker._values)
        {
            _values.TryAdd(keyword, value);
        }

        NpgsqlExtras ??= weaker.NpgsqlExtras;
    }

    /// <summary>Whether a keyword is set.</summary>
    public bool TryGet(string keyword, [NotNullWhen(true)] out string? value) => _values.TryGetValue(keyword, out value);
}
