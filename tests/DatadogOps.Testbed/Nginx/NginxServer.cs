using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Nginx;

/// <summary>A real nginx over a folder of its own, in one process that serves 127.0.0.1 and ends with this one.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private NginxServer(ChildProcess process) => _process = process;

    /// <summary>Path of the program; null with a reason where it is not installed.</summary>
    public static string? Find(out string reason)
    {
        string? path = Executables.FindInPath("nginx");
        reason = path is null ? "nginx is not installed. On Debian: sudo apt-get install nginx-light" : "";
        return path;
    }

    /// <summary>Path of a loadable module; null with a reason where it is not installed.</summary>
    public static string? FindModule(string name, string package, out string reason)
    {
        string path = $"/usr/lib/nginx/modules/{name}.so";
        reason = File.Exists(path) ? "" : $"nginx's module {name} is not installed. On Debian: sudo apt-get install {package}";
        return reason.Length == 0 ? path : null;
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="folder">Folder with nginx.conf; relative paths in it begin here.</param>
    /// <param name="port">A port that the configuration listens on.</param>
    public static async Task<NginxServer> StartAsync(string folder, int port)
    {
        string program = Find(out string reason) ?? throw new TestbedException(reason);
        ChildProcess process = ChildProcess.Start(
            program,
            ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-g", "daemon off; master_process off;"],
            new ChildProcessOptions { DeathSignal = "KILL" });
        var server = new NginxServer(process);
        try
        {
            await Polling.UntilAsync(
                async () => process.HasExited
                    ? throw new TestbedException($"nginx ended with {process.ExitCode}: {process.Output.Trim()}")
                    : await AnswersAsync(port),
                () => $"nginx does not listen on port {port}: {process.Output.Trim()}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Ends it in an orderly way, which writes what logs still hold back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await _process.StopAsync(Posix.SigQuit, timeoutSec: 10);
        }

        await _process.DisposeAsync();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
