namespace DatadogOps.Postgres;

/// <summary>Stable ids of errors in reading PostgreSQL servers.</summary>
public static class PgErrorIds
{
    /// <summary>The connection string, the URI or a value in it is invalid.</summary>
    public const string InvalidConnectionString = "PgInvalidConnectionString";

    /// <summary>No service file contains the connection service.</summary>
    public const string ServiceNotFound = "PgServiceNotFound";

    /// <summary>The host name does not resolve.</summary>
    public const string HostNotFound = "PgHostNotFound";

    /// <summary>Nothing listens on the port, or the network refuses the connection.</summary>
    public const string ConnectionRefused = "PgConnectionRefused";

    /// <summary>The connection was closed while in use.</summary>
    public const string ConnectionLost = "PgConnectionLost";

    /// <summary>The server did not respond in time.</summary>
    public const string Timeout = "PgTimeout";

    /// <summary>The server, the role or the database has no free connection (SQLSTATE 53300).</summary>
    public const string TooManyConnections = "PgTooManyConnections";

    /// <summary>The server is starting, stopping or recovering (SQLSTATE 57P03).</summary>
    public const string NotReady = "PgNotReady";

    /// <summary>The password is wrong, or the role does not exist (SQLSTATE 28P01).</summary>
    public const string PasswordWrong = "PgPasswordWrong";

    /// <summary>The server requires a password and none is known.</summary>
    public const string PasswordMissing = "PgPasswordMissing";

    /// <summary>pg_hba.conf does not allow the connection (SQLSTATE 28000).</summary>
    public const string AccessDenied = "PgAccessDenied";

    /// <summary>The role lacks a permission (SQLSTATE 42501).</summary>
    public const string PermissionDenied = "PgPermissionDenied";

    /// <summary>The database does not exist (SQLSTATE 3D000).</summary>
    public const string DatabaseNotFound = "PgDatabaseNotFound";

    /// <summary>The server does not support TLS, or not as the sslmode requires.</summary>
    public const string TlsUnavailable = "PgTlsUnavailable";

    /// <summary>The server's certificate is not trusted, or was issued for another name.</summary>
    public const string TlsUntrusted = "PgTlsUntrusted";

    /// <summary>The server does not speak the PostgreSQL protocol.</summary>
    public const string NotPostgres = "PgNotPostgres";

    /// <summary>The server is older than PostgreSQL 10.</summary>
    public const string VersionUnsupported = "PgVersionUnsupported";

    /// <summary>The query failed on the server.</summary>
    public const string QueryFailed = "PgQueryFailed";
}
