using System.Globalization;
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

    internal string ConnectionString => _builder.ConnectionString;

    /// <summary>Lays the sources of connection settings over one another, as libpq does.</summary>
    /// <exception cref="OperationException">A setting cannot be understood or a service not found.</exception>
    public static PgTarget Resolve(PgConnectionRequest request) => Resolve(request, Environment.GetEnvironmentVariable);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{HostName}:{Port}");

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
        (string? host, int? port) = SplitPort(request.HostName);
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
        if (host is null || host.StartsWith('/'))
        {
            return (host, null);
        }

        int colon = host.LastIndexOf(':');
        bool bracketed = host.StartsWith('[');
        if (colon > 0 && (bracketed ? host[colon - 1] == ']' : host.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            return (host[..colon].Trim('[', ']'), port);
        }

        return (bracketed ? host.Trim('[', ']') : host, null);
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
            throw Invalid("host", "names several hosts", "Give each server its own entry in -HostName, or call once by connection string.");
        }

        builder.Host = settings["hostaddr"] ?? host;
        builder.Port = ParseInteger(settings, "port", 1, 65535) ?? 5432;
        builder.Username = settings["user"] ?? Environment.UserName;
        builder.Database = settings["dbname"] ?? "postgres";
        Apply(settings, "password", value => builder.Password = value);
        Apply(settings, "passfile", value => builder.Passfile = value);
        Apply(settings, "options", value => builder.Options = value);
        Apply(settings, "krbsrvname", value => builder.KerberosServiceName = value);
        Apply(settings, "sslrootcert", value => builder.RootCertificate = value);
        Apply(settings, "sslcert", value => builder.SslCertificate = value);
        Apply(settings, "sslkey", value => builder.SslKey = value);
        Apply(settings, "sslpassword", value => builder.SslPassword = value);
        builder.SslMode = Parse(settings, "sslmode", "disable, allow, prefer, require, verify-ca or verify-full", Npgsql.SslMode.Prefer);
        builder.ChannelBinding = Parse(settings, "channel_binding", "disable, prefer or require", ChannelBinding.Prefer);
        builder.SslNegotiation = Parse(settings, "sslnegotiation", "postgres or direct", SslNegotiation.Postgres);
        // A name given for checking the certificate while connecting by address.
        if (settings["hostaddr"] is not null && builder.SslMode == Npgsql.SslMode.VerifyFull && settings["host"] is not null)
        {
            builder.Host = host;
        }

        TimeSpan timeout = requestedTimeout
            ?? (ParseInteger(settings, "connect_timeout", 0, int.MaxValue / 1000) is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultTimeout);
        return new PgTarget(builder, host, timeout);
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
