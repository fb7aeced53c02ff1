using System.Globalization;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>One server, with the settings to connect to it. Its text form is <c>host:port</c>, without secrets.</summary>
public sealed class PgTarget
{
    // Shown in pg_stat_activity, so that a DBA can identify the session.
    internal const string ApplicationName = "DatadogOps";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnectionStringBuilder _builder;

    private PgTarget(NpgsqlConnectionStringBuilder builder, string hostName, TimeSpan timeout)
    {
        _builder = builder;
        HostName = hostName;
        Timeout = timeout;
    }

    /// <summary>Host as the caller named it.</summary>
    public string HostName { get; }

    /// <summary>Port.</summary>
    public int Port => _builder.Port;

    /// <summary>Database connected to.</summary>
    public string Database => _builder.Database!;

    /// <summary>Role connected as.</summary>
    public string UserName => _builder.Username!;

    /// <summary>How long connecting, and then each query, may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>A warning about the settings for the user, or null.</summary>
    internal string? Warning { get; private set; }

    internal string ConnectionString => _builder.ConnectionString;

    /// <summary>Merges the sources of connection settings, with libpq's precedence.</summary>
    /// <exception cref="OperationException">A setting is invalid, or a service does not exist.</exception>
    public static PgTarget Resolve(PgConnectionRequest request) => Resolve(request, Environment.GetEnvironmentVariable);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(HostName.Contains(':', StringComparison.Ordinal) ? $"[{HostName}]" : HostName)}:{Port}");

    internal static PgTarget Resolve(PgConnectionRequest request, Func<string, string?> environment)
    {
        PgConnectionSettings settings = Explicit(request);
        if (!string.IsNullOrWhiteSpace(request.ConnectionString))
        {
            settings.FillFrom(PgConnectionStringParser.Parse(request.ConnectionString));
        }

        PgConnectionSettings variables = PgEnvironment.Read(environment);
        if ((settings["service"] ?? variables["service"]) is { } service)
        {
            settings.FillFrom(PgServiceFile.Read(service, environment));
        }

        settings.FillFrom(variables);
        return Build(settings, request.Timeout);
    }

    private static PgConnectionSettings Explicit(PgConnectionRequest request)
    {
        var settings = new PgConnectionSettings();
        (string? host, int? port) = SplitPort(request.HostName?.Trim());
        settings.Set("host", host);
        settings.Set("port", (port ?? request.Port)?.ToString(CultureInfo.InvariantCulture));
        settings.Set("dbname", request.Database);
        settings.Set("user", request.UserName);
        settings.Set("password", request.Password);
        settings.Set("sslmode", request.SslMode);
        settings.Set("service", request.Service);
        return settings;
    }

    // Lists of servers often contain 'db1:5433'; an IPv6 address has more than one colon.
    private static (string? Host, int? Port) SplitPort(string? host)
    {
        if (string.IsNullOrEmpty(host) || host.StartsWith('/'))
        {
            return (host, null);
        }

        // PowerShell converts other objects to such text. It may contain anything, including a password.
        if (host.StartsWith("@{", StringComparison.Ordinal))
        {
            throw new OperationException(
                PgErrorIds.InvalidConnectionString, OperationErrorKind.InvalidInput, "input",
                "The input is an object that does not name a server.",
                "Add a property HostName (or ComputerName, Server), and Port, Database and UserName if they differ.");
        }

        RequireHostName(host);
        int colon = host.LastIndexOf(':');
        bool bracketed = host.StartsWith('[');
        int? port = null;
        if (colon > 0 && (bracketed ? host[colon - 1] == ']' : host.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            port = int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Invalid("host", $"is '{host}', and the part after the colon is not a port", "Use name, name:port, an address, or [IPv6 address]:port.");
            host = host[..colon];
        }

        host = bracketed ? host.Trim('[', ']') : host;
        if (host.Contains(':', StringComparison.Ordinal) && !System.Net.IPAddress.TryParse(host, out _))
        {
            throw Invalid("host", $"is '{host}', which is not an IPv6 address", "Use name, name:port, an address, or [IPv6 address]:port.");
        }

        return (host, port);
    }

    // Checked before a message repeats the host: a connection string passed as a host may contain a password.
    private static void RequireHostName(string host)
    {
        if (!host.StartsWith('/') && host.Any(c => char.IsWhiteSpace(c) || c is ';' or '=' or '@' or '/' or '\'' or '"'))
        {
            throw Invalid(
                "host", "contains characters that are not valid in a host name",
                "Use a name, an address, or the directory of a Unix socket. Pass a URI or connection string with -ConnectionString.");
        }
    }

    private static PgTarget Build(PgConnectionSettings settings, TimeSpan? requestedTimeout)
    {
        NpgsqlConnectionStringBuilder builder = new(settings.NpgsqlExtras)
        {
            ApplicationName = ApplicationName,
            // One short session: there is nothing to pool or reset.
            Pooling = false,
            NoResetOnClose = true,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
            Enlist = false,
            Multiplexing = false,
            // Negotiating it costs each connection a round trip, and few servers offer it.
            GssEncryptionMode = GssEncryptionMode.Disable,
            // After a stop, closing the socket ends the query; do not wait for the server to confirm.
            CancellationTimeout = -1,
            // PgSession applies the timeout to the operation as a whole; Npgsql would apply it to each socket operation.
            Timeout = 0,
            CommandTimeout = 0,
        };

        string host = settings["host"] ?? (settings["hostaddr"] is { } address ? address : "localhost");
        if (host.Contains(',', StringComparison.Ordinal))
        {
            throw Invalid("host", "names several hosts", "Use one entry in -HostName, or one connection string, for each server.");
        }

        RequireHostName(host);
        builder.Host = settings["hostaddr"] ?? host;
        builder.Port = ParseInteger(settings, "port", 1, 65535) ?? 5432;
        builder.Username = settings["user"] ?? Environment.UserName;
        builder.Database = settings["dbname"] ?? "postgres";
        Apply(settings, "password", value => builder.Password = value);
        Apply(settings, "options", value => builder.Options = value);
        Apply(settings, "krbsrvname", value => builder.KerberosServiceName = value);
        Apply(settings, "sslcert", value => builder.SslCertificate = value);
        Apply(settings, "sslkey", value => builder.SslKey = value);
        Apply(settings, "sslpassword", value => builder.SslPassword = value);
        builder.SslMode = Parse(settings, "sslmode", "disable, allow, prefer, require, verify-ca or verify-full", Npgsql.SslMode.Prefer);
        ApplyRootCertificate(settings, builder);
        string? warning = ApplyPasswordFile(settings, builder);
        builder.ChannelBinding = Parse(settings, "channel_binding", "disable, prefer or require", ChannelBinding.Prefer);
        builder.SslNegotiation = Parse(settings, "sslnegotiation", "postgres or direct", SslNegotiation.Postgres);
        // The host name is only for checking the certificate; the connection uses the address.
        if (settings["hostaddr"] is not null && builder.SslMode == Npgsql.SslMode.VerifyFull && settings["host"] is not null)
        {
            builder.Host = host;
        }

        TimeSpan timeout = requestedTimeout
            ?? (ParseInteger(settings, "connect_timeout", 0, int.MaxValue / 1000) is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeout);
        return new PgTarget(builder, host, timeout) { Warning = warning };
    }

    // Like libpq: an existing root certificate is used, even with sslmode=require, which then verifies the server.
    private static void ApplyRootCertificate(PgConnectionSettings settings, NpgsqlConnectionStringBuilder builder)
    {
        if (!settings.TryGet("sslrootcert", out string? path))
        {
            return;
        }

        bool verifies = builder.SslMode is Npgsql.SslMode.VerifyCA or Npgsql.SslMode.VerifyFull;
        if (path == "system" || !File.Exists(path))
        {
            // Without a file, Npgsql trusts the system's authorities.
            if (verifies && path != "system")
            {
                throw Invalid("sslrootcert", $"names {path}, which does not exist", "Set it to the file with the authority's certificate.");
            }

            return;
        }

        builder.RootCertificate = path;
        builder.SslMode = builder.SslMode == Npgsql.SslMode.Require ? Npgsql.SslMode.VerifyCA : builder.SslMode;
    }

    // Like libpq: a missing password file is ignored, and so is one that others can read.
    private static string? ApplyPasswordFile(PgConnectionSettings settings, NpgsqlConnectionStringBuilder builder)
    {
        if (settings["password"] is not null)
        {
            return null;
        }

        bool named = settings.TryGet("passfile", out string? path);
        path ??= Path.Combine(
            Environment.GetFolderPath(OperatingSystem.IsWindows() ? Environment.SpecialFolder.ApplicationData : Environment.SpecialFolder.UserProfile),
            OperatingSystem.IsWindows() ? "postgresql/pgpass.conf" : ".pgpass");
        bool exists = File.Exists(path);
        bool open = exists && !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0;
        if (open || (named && !exists))
        {
            builder.Passfile = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        }
        else if (named)
        {
            builder.Passfile = path;
        }

        return open ? $"The password file {path} is ignored because others can read it. Run: chmod 600 {path}" : null;
    }

    private static void Apply(PgConnectionSettings settings, string keyword, Action<string> set)
    {
        if (settings.TryGet(keyword, out string? value))
        {
            set(value);
        }
    }

    private static int? ParseInteger(PgConnectionSettings settings, string keyword, int least, int most)
    {
        if (!settings.TryGet(keyword, out string? text))
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Invalid(keyword, $"is '{text}'", string.Create(CultureInfo.InvariantCulture, $"Use a whole number from {least} to {most}."));
    }

    private static TEnum Parse<TEnum>(PgConnectionSettings settings, string keyword, string choices, TEnum fallback)
        where TEnum : struct, Enum
    {
        if (!settings.TryGet(keyword, out string? text))
        {
            return fallback;
        }

        return !char.IsAsciiDigit(text[0]) && Enum.TryParse(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out TEnum value)
            ? value
            : throw Invalid(keyword, $"is '{text}'", $"Use {choices}.");
    }

    private static OperationException Invalid(string keyword, string what, string advice) => new(
        PgErrorIds.InvalidConnectionString,
        OperationErrorKind.InvalidInput,
        keyword,
        $"The connection parameter '{keyword}' {what}.",
        advice);
}
