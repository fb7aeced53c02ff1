namespace DatadogOps.Testbed.Postgres;

/// <summary>What a private cluster is to be like.</summary>
public sealed record PostgresOptions
{
    /// <summary><c>max_connections</c>.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary><c>superuser_reserved_connections</c>.</summary>
    public int SuperuserReservedConnections { get; init; } = 3;

    /// <summary>Whether TCP asks for a password (scram-sha-256). The superuser on the Unix socket is always trusted.</summary>
    public bool RequirePasswords { get; init; }

    /// <summary>Whether TCP offers TLS, with a certificate for localhost and 127.0.0.1 by an authority made for this cluster alone.</summary>
    public bool Tls { get; init; }

    /// <summary>Further settings, by name, in the form that postgresql.conf takes (text in quotes).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Lines of pg_hba.conf that come before the usual ones.</summary>
    public IReadOnlyList<string> HbaLines { get; init; } = [];
}
