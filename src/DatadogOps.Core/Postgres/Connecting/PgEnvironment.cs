namespace DatadogOps.Postgres.Connecting;

/// <summary>libpq's environment variables (PostgreSQL manual, "Environment Variables") as connection settings.</summary>
internal static class PgEnvironment
{
    private static readonly (string Variable, string Keyword)[] Variables =
    [
        ("PGHOST", "host"), ("PGHOSTADDR", "hostaddr"), ("PGPORT", "port"), ("PGDATABASE", "dbname"), ("PGUSER", "user"),
        ("PGPASSWORD", "password"), ("PGPASSFILE", "passfile"), ("PGSERVICE", "service"), ("PGCONNECT_TIMEOUT", "connect_timeout"),
        ("PGSSLMODE", "sslmode"), ("PGSSLROOTCERT", "sslrootcert"), ("PGSSLCERT", "sslcert"), ("PGSSLKEY", "sslkey"),
        ("PGSSLNEGOTIATION", "sslnegotiation"), ("PGCHANNELBINDING", "channel_binding"), ("PGKRBSRVNAME", "krbsrvname"), ("PGOPTIONS", "options"),
    ];

    /// <summary>Reads the variables.</summary>
    public static PgConnectionSettings Read(Func<string, string?> environment)
    {
        var settings = new PgConnectionSettings();
        foreach ((string variable, string keyword) in Variables)
        {
            settings.Set(keyword, environment(variable));
        }

        return settings;
    }
}
