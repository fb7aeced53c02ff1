using System.Globalization;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>One server with all that is needed to connect to it. Shows itself as <c>host:port</c>, never with its secret.</summary>
public sealed class PgTarget
{
    // Shown in pg_stat_activity, so that a DBA sees at once whose session this is.
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

    /// <summary>How long connecting may take, and then each query.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>What the user should know about these settings, or null.</summary>
    internal string? Warning { get; private set; }

    internal string ConnectionString => _builder.ConnectionString;

    /// <summary>Lays the sources of connection settings over one another, as libpq does.</summary>
    /// <exception cref="OperationException">A setting cannot be understood or a service not found.</exception>
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

    // 'db1:5433' as one word is what lists of servers hold; an IPv6 address has more than one colon.
    private static (string? Host, int? Port) SplitPort(string? host)
    {
        if (string.IsNullOrEmpty(host) || host.StartsWith('/'))
        {
            return (host, null);
        }

        // What PowerShell makes of an object that is no text; it may hold anything, a password too.
        if (host.StartsWith("@{", StringComparison.Ordinal))
        {
            throw new OperationException(
                PgErrorIds.InvalidConnectionString, OperationErrorKind.InvalidInput, "input",
                "The input is an object that does not name a server.",
                "Give it a property HostName (or ComputerName, Server), and Port, Database, UserName where they differ.");
        }

        RequireHostName(host);
        int colon = host.LastIndexOf(':');
        bool bracketed = host.StartsWith('[');
        int? port = null;
        if (colon > 0 && (bracketed ? host[colon - 1] == ']' : host.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            port = int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Invalid("host", $"is '{host}', and what follows the colon is not a port", "Write name, name:port, an address, or [IPv6 address]:port.");
            host = host[..colon];
        }

        host = bracketed ? host.Trim('[', ']') : host;
        if (host.Contains(':', StringComparison.Ordinal) && !System.Net.IPAddress.TryParse(host, out _))
        {
            throw Invalid("host", $"is '{host}', which is not an IPv6 address", "Write name, name:port, an address, or [IPv6 address]:port.");
        }

        return (host, port);
    }

    // Before a host is named anywhere: a connection string given as a host may hold a password.
    private static void RequireHostName(string host)
    {
        if (!host.StartsWith('/') && host.Any(c => char.IsWhiteSpace(c) || c is ';' or '=' or '@' or '/' or '\'' or '"'))
        {
            throw Invalid(
                "host", "holds characters that no host name has",
                "Write a name, an address, or the directory of a Unix socket; a URI or connection string belongs to -ConnectionString.");
        }
    }

    private static PgTarget Build(PgConnectionSettings settings, TimeSpan? requestedTimeout)
    {
        NpgsqlConnectionStringBuilder builder = new(settings.NpgsqlExtras)
        {
            ApplicationName = ApplicationName,
            // One short session: nothing to pool and nothing to reset.
            Pooling = false,
            NoResetOnClose = true,
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
            Enlist = false,
            Multiplexing = false,
            // Asking for it costs every connection a round trip; TLS is what servers offer.
            GssEncryptionMode = GssEncryptionMode.Disable,
            // After a stop, closing the socket ends the query as well; do not wait for the server to agree.
            CancellationTimeout = -1,
            // Timeouts are ours, measured over connecting as a whole; Npgsql's would cut by socket operation.
            Timeout = 0,
            CommandTimeout = 0,
        };

        string host = settings["host"] ?? (settings["hostaddr"] is { } address ? address : "localhost");
        if (host.Contains(',', StringComparison.Ordinal))
        {
            throw Invalid("host", "names several hosts", "Give each server an entry of its own in -HostName, or a connection string of its own.");
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
        // A name given for checking the certificate while connecting by address.
        if (settings["hostaddr"] is not null && builder.SslMode == Npgsql.SslMode.VerifyFull && settings["host"] is not null)
        {
            builder.Host = host;
        }

        TimeSpan timeout = requestedTimeout
            ?? (ParseInteger(settings, "connect_timeout", 0, int.MaxValue / 1000) is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeout);
        return new PgTarget(builder, host, timeout) { Warning = warning };
    }

    // As libpq: a root certificate that is there is used, also by sslmode=require, which then verifies by it.
    private static void ApplyRootCertificate(PgConnectionSettings settings, NpgsqlConnectionStringBuilder builder)
    {
        if (!settings.TryGet("sslrootcert", out string? path))
        {
            return;
        }

        bool verifies = builder.SslMode is Npgsql.SslMode.VerifyCA or Npgsql.SslMode.VerifyFull;
        if (path == "system" || !File.Exists(path))
        {
            // The system's own authorities are what Npgsql trusts without a file.
            if (verifies && path != "system")
            {
                throw Invalid("sslrootcert", $"names {path}, which does not exist", "Name the file that holds the authority's certificate.");
            }

            return;
        }

        builder.RootCertificate = path;
        builder.SslMode = builder.SslMode == Npgsql.SslMode.Require ? Npgsql.SslMode.VerifyCA : builder.SslMode;
    }

    // As libpq: a password file that is missing is no password, and one that others can read is not used.
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

        return open ? $"The password file {path} can be read by others and is not used. Make it yours alone: chmod 600 {path}" : null;
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
            : throw Invalid(keyword, $"is '{text}'", string.Create(CultureInfo.InvariantCulture, $"Give a whole number from {least} to {most}."));
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
            : throw Invalid(keyword, $"is '{text}'", $"Give {choices}.");
    }

    private static OperationException Invalid(string keyword, string what, string advice) => new(
        PgErrorIds.InvalidConnectionString,
        OperationErrorKind.InvalidInput,
        keyword,
        $"The connection parameter '{keyword}' {what}.",
        advice);
}
