using System.Collections.Concurrent;
using System.Diagnostics;

namespace DatadogOps.Testbed.Processes;

/// <summary>How to start a child.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>Variables to set; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Folder to start in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Run it as the user that servers run as when this process is root.</summary>
    public bool AsServerUser { get; init; }

    /// <summary>Name of the signal that the kernel sends it if this process dies (Linux with util-linux).</summary>
    public string DeathSignal { get; init; } = "TERM";

    /// <summary>Leave standard output and error on this process's own.</summary>
    public bool InheritOutput { get; init; }
}

/// <summary>A process that does not outlive this one, with the last of what it printed.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<ChildProcess, bool> Alive = InitializeAlive();

    private readonly Process _process;
    private readonly OutputTail _output = new();
    private readonly OutputTail _standardOutput = new();

    private ChildProcess(Process process, bool readOutput)
    {
        _process = process;
        Id = process.Id;
        Alive[this] = true;
        if (readOutput)
        {
            process.OutputDataReceived += (_, line) =>
            {
                _output.Add(line.Data);
                _standardOutput.Add(line.Data);
            };
            process.ErrorDataReceived += (_, line) => _output.Add(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
    }

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last of what it printed, both streams.</summary>
    public string Output => _output.ToString();

    /// <summary>The last of what it printed on standard output.</summary>
    public string StandardOutput => _standardOutput.ToString();

    /// <summary>Starts a child.</summary>
    public static ChildProcess Start(string fileName, IEnumerable<string> arguments, ChildProcessOptions? options = null)
    {
        options ??= new ChildProcessOptions();
        string[] command = [.. Prefix(options), fileName, .. arguments];
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = !options.InheritOutput,
            RedirectStandardError = !options.InheritOutput,
            WorkingDirectory = options.WorkingDirectory ?? string.Empty,
        };
        foreach ((string name, string? value) in options.Environment)
        {
            info.Environment[name] = value;
        }

        try
        {
            Process process = LauncherThread.Start(info);
            process.StandardInput.Close();
            return new ChildProcess(process, !options.InheritOutput);
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new TestbedException($"Cannot start {fileName}: {failure.Message}.", failure);
        }
    }

    /// <summary>Runs a command to its end; throws with what it printed when it fails.</summary>
    public static async Task<string> RunAsync(string fileName, IEnumerable<string> arguments, ChildProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        await using ChildProcess child = Start(fileName, arguments, options);
        await child.WaitForExitAsync(cancellationToken);
        return child.ExitCode == 0
            ? child.Output
            : throw new TestbedException($"{fileName} ended with {child.ExitCode}: {child.Output.Trim()}");
    }

    /// <summary>Waits for its end, and for the last of its output.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Sends a signal by number; does nothing when it has ended.</summary>
    public void Signal(int signal)
    {
        if (_process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            Posix.Kill(Id, signal);
        }
    }

    /// <summary>Sends a signal, and after the time given the one that cannot be refused.</summary>
    public async Task StopAsync(int signal = Posix.SigTerm, double timeoutSec = 5)
    {
        Signal(signal);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(timeoutSec));
        }
        catch (TimeoutException)
        {
            Signal(Posix.SigKill);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(timeoutSec));
        }
    }

    /// <summary>Stops it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Alive.TryRemove(this, out _))
        {
            await StopAsync(Posix.SigKill);
            _process.Dispose();
        }
    }

    private static IEnumerable<string> Prefix(ChildProcessOptions options)
    {
        UnixUser? user = options.AsServerUser ? UnixUser.ForServers() : null;
        if (Executables.FindInPath("setpriv") is { } setpriv)
        {
            return user is null
                ? [setpriv, "--pdeathsig", options.DeathSignal, "--"]
                : [setpriv, $"--reuid={user.UserId}", $"--regid={user.GroupId}", "--clear-groups", "--pdeathsig", options.DeathSignal, "--"];
        }

        if (user is null)
        {
            return [];
        }

        return Executables.FindInPath("runuser") is { } runuser
            ? [runuser, "-u", user.Name, "--"]
            : throw new TestbedException("Servers must not run as root here, and neither setpriv nor runuser is installed. Install util-linux, or run the tests as an ordinary user.");
    }

    // Where the kernel sends no death signal, an orderly end of this process must still take its children along.
    private static ConcurrentDictionary<ChildProcess, bool> InitializeAlive()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (ChildProcess child in Alive.Keys)
            {
                child.Signal(Posix.SigQuit);
            }
        };
        return [];
    }
}
