using System.Security.Cryptography;
using System.Text;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Postgres;

/// <summary>
/// Initialised data folders, one for each version of the server, kept between runs because initdb takes longer than
/// most tests. Processes at the same time may each make one; the first to rename its own wins.
/// </summary>
internal static class ClusterTemplate
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task CopyToAsync(PostgresInstallation installation, string dataDirectory, CancellationToken cancellationToken)
    {
        string template = await GetAsync(installation, cancellationToken);

        // cp keeps modes, and being run as the servers' user, the owner; .NET's own copy keeps neither for folders.
        await ChildProcess.RunAsync("cp", ["-R", "-p", template + "/.", dataDirectory], AsServer, cancellationToken);
    }

    private static ChildProcessOptions AsServer { get; } = new() { AsServerUser = true, DeathSignal = "KILL", WorkingDirectory = "/" };

    private static async Task<string> GetAsync(PostgresInstallation installation, CancellationToken cancellationToken)
    {
        string template = Path.Combine(RunDirectory.SharedRoot, "templates", Key(installation));
        if (Directory.Exists(template))
        {
            return template;
        }

        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(template))
            {
                await MakeAsync(installation, template, cancellationToken);
            }
        }
        finally
        {
            OneAtATime.Release();
        }

        return template;
    }

    private static async Task MakeAsync(PostgresInstallation installation, string template, CancellationToken cancellationToken)
    {
        using RunDirectory run = RunDirectory.Create();
        string data = run.MakePrivate("data");
        string[] smallWal = installation.Major >= 11 ? ["--wal-segsize=1"] : [];
        await ChildProcess.RunAsync(
            installation.Binary("initdb"),
            ["-D", data, "-U", PostgresCluster.Superuser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", .. smallWal],
            AsServer,
            cancellationToken);
        RunDirectory.MakePassable(Path.GetDirectoryName(template)!);
        try
        {
            Directory.Move(data, template);
        }
        catch (IOException) when (Directory.Exists(template))
        {
        }
    }

    // An upgraded package replaces the binary in place; its catalogue may differ from what the old one initialised.
    private static string Key(PostgresInstallation installation)
    {
        var binary = new FileInfo(installation.Binary("postgres"));
        string identity = $"{installation.BinDirectory}|{binary.Length}|{binary.LastWriteTimeUtc:O}";
        return $"{installation.Version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8]}";
    }
}
