namespace DatadogOps.Postgres;

/// <summary>Stable ids of the errors that work over PostgreSQL servers reports.</summary>
public static class PgErrorIds
{
    /// <summary>The connection string, URI or one of its values cannot be understood.</summary>
    public const string InvalidConnectionString = "PgInvalidConnectionString";

    /// <summary>The connection service is in none of the service files, or its file cannot be read.</summary>
    public const string ServiceNotFound = "PgServiceNotFound";

    /// <summary>The host name does not resolve.</summary>
    public const string HostNotFound = "PgHostNotFound";

    /// <summary>Nothing listens there, or the network refuses.</summary>
    public const string ConnectionRefused = "PgConnectionRefused";

    /// <summary>The connection was closed while in use.</summary>
    public const string ConnectionLost = "PgConnectionLost";

    /// <summary>The server did not answer in time.</summary>
    public const string Timeout = "PgTimeout";

    /// <summary>The server, the role or the database has no connection left (SQLSTATE 53300).</summary>
    public const string TooManyConnections = "PgTooManyConnections";

    /// <summary>The server is starting, stopping or recovering (SQLSTATE 57P03).</summary>
    public const string NotReady = "PgNotReady";

    /// <summary>Wrong password, or no such role (SQLSTATE 28P01).</summary>
    public const string PasswordWrong = "PgPasswordWrong";

    /// <summary>The server asks for a password and none is known.</summary>
    public const string PasswordMissing = "PgPasswordMissing";

    /// <summary>pg_hba.conf does not let this user in from here (SQLSTATE 28000).</summary>
    public const string AccessDenied = "PgAccessDenied";

    /// <summary>The role may not do this (SQLSTATE 42501).</summary>
    public const string PermissionDenied = "PgPermissionDenied";

    /// <summary>No such database (SQLSTATE 3D000).</summary>
    public const string DatabaseNotFound = "PgDatabaseNotFound";

    /// <summary>The server offers no TLS, or none that the sslmode accepts.</summary>
    public const string TlsUnavailable = "PgTlsUnavailable";

    /// <summary>The server's certificate is not trusted, or is for another name.</summary>
    public const string TlsUntrusted = "PgTlsUntrusted";

    /// <summary>What answers there does not speak PostgreSQL's protocol.</summary>
    public const string NotPostgres = "PgNotPostgres";

    /// <summary>The server is older than PostgreSQL 10.</summary>
    public const string VersionUnsupported = "PgVersionUnsupported";

    /// <summary>The server answered the query with an error.</summary>
    public const string QueryFailed = "PgQueryFailed";
}
