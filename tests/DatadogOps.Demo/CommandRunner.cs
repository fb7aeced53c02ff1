using System.Collections;
using DatadogOps.Testbed;

namespace DatadogOps.Demo;

/// <summary>Prints a command as a user would type it, and runs it.</summary>
internal sealed class CommandRunner(string ddops, IReadOnlyDictionary<string, string?> secrets)
{
    /// <summary>Runs ddops for what it shows.</summary>
    public Task ShowAsync(string pipeline, CancellationToken cancellationToken) =>
        // Tables are what ddops writes on a terminal; into a log they must be asked for.
        RunAsync(Console.IsOutputRedirected ? ["--output", "table"] : [], pipeline, cancellationToken);

    /// <summary>Runs ddops for what it does.</summary>
    public Task RunAsync(string pipeline, CancellationToken cancellationToken) => RunAsync([], pipeline, cancellationToken);

    /// <summary>Runs ddops with its output, as CSV, in a file.</summary>
    public async Task ExportAsync(string pipeline, string path, CancellationToken cancellationToken)
    {
        Terminal.Command($"ddops --output csv \"{pipeline}\" > {Shown(path)}");
        await File.WriteAllTextAsync(path, await RunAsync(ddops, ["--output", "csv", pipeline], showOutput: false, cancellationToken), cancellationToken);
    }

    /// <summary>Runs real PowerShell with the module.</summary>
    public async Task RunPowerShellAsync(string powerShell, string module, string pipeline, CancellationToken cancellationToken)
    {
        string script = $"Import-Module {Shown(module)}; {pipeline}";
        Terminal.Command($"pwsh -NoProfile -Command \"{script}\"");
        await RunAsync(powerShell, ["-NoProfile", "-NonInteractive", "-Command", $"$ErrorActionPreference = 'Stop'; {script}"], showOutput: true, cancellationToken);
    }

    /// <summary>A path as short as it can be written here.</summary>
    public static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : "./" + relative;
    }

    private Task<string> RunAsync(string[] options, string pipeline, CancellationToken cancellationToken)
    {
        Terminal.Command(string.Join(' ', ["ddops", .. options, $"\"{pipeline}\""]));
        return RunAsync(ddops, [.. options, pipeline], showOutput: true, cancellationToken);
    }

    private async Task<string> RunAsync(string program, string[] arguments, bool showOutput, CancellationToken cancellationToken)
    {
        await using ChildProcess child = ChildProcess.Start(program, arguments, new ChildProcessOptions { Environment = Settings(), InheritOutput = showOutput });
        await child.WaitForExitAsync(cancellationToken);
        return child.ExitCode == 0
            ? child.StandardOutput
            : throw new TestbedException($"{Path.GetFileName(program)} ended with exit code {child.ExitCode}. {child.Output}".TrimEnd());
    }

    // The user's own settings for PostgreSQL and Datadog have no part in the demo.
    private Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>();
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("DD_", StringComparison.Ordinal))
            {
                settings[name] = null;
            }
        }

        foreach ((string name, string? value) in secrets)
        {
            settings[name] = value;
        }

        return settings;
    }
}
