using System.Net.Sockets;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Postgres;

/// <summary>What a PgBouncer is to be like.</summary>
public sealed record PgBouncerOptions
{
    /// <summary>Users who may log in, with passwords.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string> { [PostgresCluster.Superuser] = string.Empty };

    /// <summary>Who may use the admin console.</summary>
    public string AdminUser { get; init; } = PostgresCluster.Superuser;

    /// <summary><c>auth_type</c>: trust, md5, scram-sha-256.</summary>
    public string AuthType { get; init; } = "trust";

    /// <summary><c>pool_mode</c>: session, transaction, statement.</summary>
    public string PoolMode { get; init; } = "transaction";

    /// <summary><c>default_pool_size</c>.</summary>
    public int PoolSize { get; init; } = 20;

    /// <summary><c>max_client_conn</c>.</summary>
    public int MaxClientConnections { get; init; } = 100;

    /// <summary>Further settings of the section <c>[pgbouncer]</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>A PgBouncer on 127.0.0.1 in front of a cluster's databases, whatever their names.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const int StartAttempts = 5;

    private readonly RunDirectory _run;
    private readonly ChildProcess _process;

    private PgBouncer(RunDirectory run, ChildProcess process, int port)
    {
        _run = run;
        _process = process;
        Port = port;
    }

    /// <summary>Address that it listens on.</summary>
    public string HostName { get; } = "127.0.0.1";

    /// <summary>TCP port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Path of the program; null, with the reason, when it is not installed.</summary>
    public static string? Find(out string reason)
    {
        string? path = Executables.FindInPath("pgbouncer");
        reason = path is null ? "PgBouncer is not installed (Debian, Ubuntu: apt-get install pgbouncer)." : string.Empty;
        return path;
    }

    /// <summary>Starts a PgBouncer and waits until it takes connections.</summary>
    /// <exception cref="TestbedException">There is none here, or it does not start.</exception>
    public static async Task<PgBouncer> StartAsync(PostgresCluster cluster, PgBouncerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PgBouncerOptions();
        string program = Find(out string reason) ?? throw new TestbedException(reason);
        RunDirectory run = RunDirectory.Create();
        try
        {
            string users = run.WritePrivate("users.txt", string.Concat(options.Users.Select(user => $"{Quote(user.Key)} {Quote(user.Value)}\n")));
            for (int attempt = 1; ; attempt++)
            {
                int port = FreePort.Next();
                string file = run.WritePrivate("pgbouncer.ini", SettingsText(cluster, options, users, port));
                ChildProcess process = ChildProcess.Start(program, [file], new ChildProcessOptions { AsServerUser = true, DeathSignal = "KILL", WorkingDirectory = "/" });
                await Polling.UntilAsync(() => process.HasExited || Answers(port), () => $"PgBouncer is not ready: {process.Output}", cancellationToken: cancellationToken);
                if (!process.HasExited)
                {
                    return new PgBouncer(run, process, port);
                }

                await process.WaitForExitAsync(cancellationToken);
                string output = process.Output;
                await process.DisposeAsync();
                if (attempt == StartAttempts || !output.Contains("in use", StringComparison.OrdinalIgnoreCase))
                {
                    throw new TestbedException($"PgBouncer did not start: {output}");
                }
            }
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>What it logged.</summary>
    public string ReadLog() => _process.Output;

    /// <summary>Stops it at once and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _run.Dispose();
    }

    private static string Quote(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static bool Answers(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string SettingsText(PostgresCluster cluster, PgBouncerOptions options, string users, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addr"] = "127.0.0.1",
            ["listen_port"] = $"{port}",
            ["unix_socket_dir"] = string.Empty,
            ["auth_type"] = options.AuthType,
            ["auth_file"] = users,
            ["admin_users"] = options.AdminUser,
            ["pool_mode"] = options.PoolMode,
            ["default_pool_size"] = $"{options.PoolSize}",
            ["max_client_conn"] = $"{options.MaxClientConnections}",
            ["ignore_startup_parameters"] = "extra_float_digits,options",
        };
        foreach ((string name, string value) in options.Settings)
        {
            settings[name] = value;
        }

        return $"[databases]\n* = host={cluster.SocketDirectory} port={cluster.Port}\n\n[pgbouncer]\n"
            + string.Concat(settings.Select(setting => $"{setting.Key} = {setting.Value}\n"));
    }
}
