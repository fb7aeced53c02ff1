using System.Text;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;
using Npgsql;

namespace DatadogOps.Testbed.Postgres;

/// <summary>
/// A PostgreSQL server of one's own: private folder, Unix socket inside it, a free port of 127.0.0.1. It ends with this
/// process at the latest.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    /// <summary>Name of the superuser, who is trusted on the Unix socket.</summary>
    public const string Superuser = "postgres";

    private const int StartAttempts = 5;

    private readonly RunDirectory _run;
    private readonly ChildProcess _server;
    private readonly string _data;

    private PostgresCluster(PostgresInstallation installation, RunDirectory run, ChildProcess server, string data, int port, string? authorityPath)
    {
        Installation = installation;
        _run = run;
        _server = server;
        _data = data;
        Port = port;
        AuthorityPath = authorityPath;
    }

    /// <summary>The binaries it runs on.</summary>
    public PostgresInstallation Installation { get; }

    /// <summary>Address that it listens on.</summary>
    public string HostName { get; } = "127.0.0.1";

    /// <summary>TCP port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Folder of its Unix socket.</summary>
    public string SocketDirectory => Path.Combine(_run.Location, "s");

    /// <summary>File with the certificate of its authority, for <c>sslrootcert</c>; null without TLS.</summary>
    public string? AuthorityPath { get; }

    /// <summary>Process id of the server.</summary>
    public int ProcessId => _server.Id;

    /// <summary>Connection string of the superuser, over the Unix socket, without pooling.</summary>
    public string SuperuserConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = SocketDirectory,
        Port = Port,
        Username = Superuser,
        Database = "postgres",
        ApplicationName = "testbed",
        Pooling = false,
    }.ConnectionString;

    /// <summary>The installation that a cluster would run on; null, with the reason, when there is none.</summary>
    public static PostgresInstallation? Find(out string reason) => PostgresInstallation.Find(out reason);

    /// <summary>Starts a cluster and waits until it takes connections.</summary>
    /// <exception cref="TestbedException">There is no PostgreSQL here, or it does not start.</exception>
    public static async Task<PostgresCluster> StartAsync(PostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostgresOptions();
        PostgresInstallation installation = Find(out string reason) ?? throw new TestbedException(reason);
        RunDirectory run = RunDirectory.Create();
        try
        {
            string data = run.MakePrivate("d");
            run.MakePrivate("s");
            await ClusterTemplate.CopyToAsync(installation, data, cancellationToken);
            string? authorityPath = options.Tls ? WriteCertificates(run) : null;
            File.WriteAllText(Path.Combine(data, "pg_hba.conf"), HbaText(options));
            for (int attempt = 1; ; attempt++)
            {
                int port = FreePort.Next();
                File.WriteAllText(Path.Combine(data, "postgresql.auto.conf"), SettingsText(options, run, port));
                (ChildProcess server, string? failure) = await TryStartAsync(installation, data, cancellationToken);
                if (failure is null)
                {
                    return new PostgresCluster(installation, run, server, data, port, authorityPath);
                }

                await server.DisposeAsync();
                if (attempt == StartAttempts || !failure.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal))
                {
                    throw new TestbedException($"PostgreSQL {installation.Version} did not start: {failure}");
                }
            }
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Connection string over TCP, without pooling.</summary>
    public string ConnectionString(string user = Superuser, string? password = null, string database = "postgres", string? applicationName = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = HostName,
            Port = Port,
            Username = user,
            Password = password,
            Database = database,
            ApplicationName = applicationName,
            Pooling = false,
        }.ConnectionString;

    /// <summary>Opens a connection of the superuser.</summary>
    public async Task<NpgsqlConnection> OpenSuperuserAsync(string database = "postgres", CancellationToken cancellationToken = default)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(SuperuserConnectionString) { Database = database }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs SQL as the superuser.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        await using NpgsqlConnection connection = await OpenSuperuserAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs SQL as the superuser and returns the first column of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        await using NpgsqlConnection connection = await OpenSuperuserAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Makes a role that can log in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="password">Its password, or null for none.</param>
    /// <param name="attributes">Further words of CREATE ROLE, such as <c>CONNECTION LIMIT 5 IN ROLE pg_monitor</c>.</param>
    public Task CreateRoleAsync(string name, string? password = null, string attributes = "") =>
        ExecuteAsync($"CREATE ROLE {QuoteName(name)} LOGIN {(password is null ? string.Empty : $"PASSWORD {QuoteText(password)}")} {attributes}");

    /// <summary>Makes a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Further words of CREATE DATABASE, such as <c>CONNECTION LIMIT 10</c>.</param>
    public Task CreateDatabaseAsync(string name, string attributes = "") =>
        ExecuteAsync($"CREATE DATABASE {QuoteName(name)} {attributes}");

    /// <summary>What the server logged.</summary>
    public string ReadLog() => _server.Output;

    /// <summary>Stops the server at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        // SIGQUIT is what pg_ctl stop -m immediate sends; a server under a wrapper has another id than the wrapper.
        if (!_server.HasExited)
        {
            Posix.Kill(ServerProcessId(), Posix.SigQuit);
        }

        await _server.StopAsync(Posix.SigQuit);
        await _server.DisposeAsync();
        _run.Dispose();
    }

    private static async Task<(ChildProcess Server, string? Failure)> TryStartAsync(PostgresInstallation installation, string data, CancellationToken cancellationToken)
    {
        // The server itself and not pg_ctl, which would leave it without a parent to die with; "ready" in postmaster.pid
        // is what pg_ctl -w waits for.
        string pidFile = Path.Combine(data, "postmaster.pid");
        File.Delete(pidFile);
        ChildProcess server = ChildProcess.Start(
            installation.Binary("postgres"),
            ["-D", data],
            new ChildProcessOptions { AsServerUser = true, DeathSignal = "QUIT", WorkingDirectory = "/" });
        try
        {
            await Polling.UntilAsync(() => server.HasExited || IsReady(pidFile), () => $"PostgreSQL is not ready: {server.Output}", 60, cancellationToken);
            if (server.HasExited)
            {
                await server.WaitForExitAsync(cancellationToken);
                return (server, server.Output);
            }

            return (server, null);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static bool IsReady(string pidFile)
    {
        try
        {
            return File.ReadAllLines(pidFile) is { Length: >= 8 } lines && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string HbaText(PostgresOptions options)
    {
        string method = options.RequirePasswords ? "scram-sha-256" : "trust";
        return string.Join('\n',
        [
            $"local all {Superuser} trust",
            .. options.HbaLines,
            $"local all all {method}",
            $"host all all 127.0.0.1/32 {method}",
            $"host replication all 127.0.0.1/32 {method}",
            string.Empty,
        ]);
    }

    private static string SettingsText(PostgresOptions options, RunDirectory run, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "'127.0.0.1'",
            ["port"] = $"{port}",
            ["unix_socket_directories"] = $"'{Path.Combine(run.Location, "s")}'",
            ["max_connections"] = $"{options.MaxConnections}",
            ["superuser_reserved_connections"] = $"{options.SuperuserReservedConnections}",
            ["password_encryption"] = "'scram-sha-256'",
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
            ["synchronous_commit"] = "off",
            ["shared_buffers"] = "'16MB'",
            ["autovacuum"] = "off",
            ["logging_collector"] = "off",
            ["log_destination"] = "'stderr'",
        };
        if (options.Tls)
        {
            settings["ssl"] = "on";
            settings["ssl_cert_file"] = $"'{Path.Combine(run.Location, "server.crt")}'";
            settings["ssl_key_file"] = $"'{Path.Combine(run.Location, "server.key")}'";
        }

        foreach ((string name, string value) in options.Settings)
        {
            settings[name] = value;
        }

        var text = new StringBuilder();
        foreach ((string name, string value) in settings)
        {
            text.Append(name).Append(" = ").Append(value).Append('\n');
        }

        return text.ToString();
    }

    private static string WriteCertificates(RunDirectory run)
    {
        TestCertificates made = TestCertificates.Make();
        run.WritePrivate("server.crt", made.ServerPem);
        run.WritePrivate("server.key", made.ServerKeyPem);
        string authority = Path.Combine(run.Location, "ca.crt");
        File.WriteAllText(authority, made.AuthorityPem);
        return authority;
    }

    private static string QuoteName(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string QuoteText(string text) => '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';

    private int ServerProcessId()
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(_data, "postmaster.pid")).FirstOrDefault(), out int id) ? id : _server.Id;
        }
        catch (IOException)
        {
            return _server.Id;
        }
    }
}
