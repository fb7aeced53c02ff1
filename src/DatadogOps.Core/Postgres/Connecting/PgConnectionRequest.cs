namespace DatadogOps.Postgres.Connecting;

/// <summary>
/// Connection settings that the caller specified for one server. All are optional: others come from the connection string, the service
/// file, libpq's environment variables and libpq's defaults, in that order.
/// </summary>
public sealed class PgConnectionRequest
{
    /// <summary>Host name, address, directory of a Unix socket, or any of these with <c>:port</c> appended.</summary>
    public string? HostName { get; init; }

    /// <summary>TCP port, or the number in the Unix socket's name.</summary>
    public int? Port { get; init; }

    /// <summary>Database to connect to; any one shows the sessions of all databases.</summary>
    public string? Database { get; init; }

    /// <summary>Role to connect as.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>libpq's sslmode: disable, allow, prefer, require, verify-ca, verify-full.</summary>
    public string? SslMode { get; init; }

    /// <summary>A <c>postgresql://</c> URI, or a connection string in libpq's or .NET's form.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Name of a connection service.</summary>
    public string? Service { get; init; }

    /// <summary>How long connecting, and then each query, may take; null for <c>connect_timeout</c> or 10 seconds.</summary>
    public TimeSpan? Timeout { get; init; }
}
