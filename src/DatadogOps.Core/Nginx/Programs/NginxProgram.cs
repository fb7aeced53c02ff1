using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.Nginx.Programs;

/// <summary>An nginx program of this machine, with the paths that it was built with (<c>nginx -V</c>).</summary>
public sealed record NginxProgram
{
    private const int MaxOutput = 64 * 1024;

    private static readonly string[] s_folders =
        ["/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/usr/bin", "/usr/local/nginx/sbin", "/usr/local/openresty/nginx/sbin", "/opt/nginx/sbin", "/opt/homebrew/bin"];

    private NginxProgram(string path, string version, string prefix, string configurationPath, string accessLogPath)
    {
        Path = path;
        Version = version;
        Prefix = prefix;
        ConfigurationPath = configurationPath;
        AccessLogPath = accessLogPath;
    }

    /// <summary>Full path of the program.</summary>
    public string Path { get; }

    /// <summary>Such as <c>nginx/1.22.1</c>.</summary>
    public string Version { get; }

    /// <summary>Folder that relative paths in a configuration begin at.</summary>
    public string Prefix { get; }

    /// <summary>The configuration that it reads when none is named.</summary>
    public string ConfigurationPath { get; }

    /// <summary>The log that it writes where a configuration names none.</summary>
    public string AccessLogPath { get; }

    /// <summary>How long the program may take for an answer.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Finds the program that belongs to a configuration: the one that was built for it, or else the first of PATH and of the usual folders.</summary>
    /// <param name="path">The program, where the caller names one.</param>
    /// <param name="configuration">Full path of the configuration or of its folder, or null.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null where there is none and none was named.</returns>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.BinaryMissing"/>: the one named is none.</exception>
    public static async Task<NginxProgram?> FindAsync(string? path, string? configuration, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            return await AskAsync(System.IO.Path.GetFullPath(path), cancellationToken).ConfigureAwait(false);
        }

        NginxProgram? first = null;
        string name = OperatingSystem.IsWindows() ? "nginx.exe" : "nginx";
        IEnumerable<string> inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string file in inPath.Concat(s_folders).Select(folder => System.IO.Path.Combine(folder, name)).Distinct().Where(File.Exists))
        {
            try
            {
                NginxProgram program = await AskAsync(file, cancellationToken).ConfigureAwait(false);
                if (configuration is not null && (program.ConfigurationPath == configuration || program.ConfigurationPath == System.IO.Path.Combine(configuration, "nginx.conf")))
                {
                    return program;
                }

                first ??= program;
            }
            catch (OperationException)
            {
                // Something else of that name.
            }
        }

        return first;
    }

    /// <summary>Lets nginx check a configuration.</summary>
    /// <param name="configuration">Full path.</param>
    /// <param name="prefix">Folder for relative paths; null for the built-in one.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <returns>Null when nginx accepts it; else what it says.</returns>
    public async Task<string?> TestAsync(string configuration, string? prefix, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(Path, Arguments(configuration, prefix, "-t"), cancellationToken).ConfigureAwait(false);
        return exitCode == 0 ? null : Told(output);
    }

    /// <summary>Tells the running nginx to read its configuration anew.</summary>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.ReloadFailed"/>.</exception>
    public async Task ReloadAsync(string configuration, string? prefix, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(Path, Arguments(configuration, prefix, "-s", "reload"), cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new OperationException(
                NginxErrorIds.ReloadFailed,
                OperationErrorKind.NotSpecified,
                configuration,
                $"The configuration is in place, but nginx did not take the reload: {Told(output)}",
                "Check that nginx runs with this configuration and as whom; then reload it as your system does, such as with systemctl reload nginx.");
        }
    }

    private static string[] Arguments(string configuration, string? prefix, params string[] action) =>
        prefix is null ? ["-c", configuration, .. action] : ["-p", prefix, "-c", configuration, .. action];

    private static async Task<NginxProgram> AskAsync(string path, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(path, ["-V"], cancellationToken).ConfigureAwait(false);
        const string Sign = "nginx version: ";
        int version = output.IndexOf(Sign, StringComparison.Ordinal);
        if (exitCode != 0 || version < 0)
        {
            throw Missing(path, "it does not answer to -V as nginx does", null);
        }

        string prefix = Built(output, "--prefix=") ?? "/usr/local/nginx";
        return new NginxProgram(
            path,
            output[(version + Sign.Length)..].Split('\n')[0].Trim(),
            prefix,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(prefix, Built(output, "--conf-path=") ?? "conf/nginx.conf")),
            System.IO.Path.GetFullPath(System.IO.Path.Combine(prefix, Built(output, "--http-log-path=") ?? "logs/access.log")));
    }

    private static string? Built(string output, string option)
    {
        int at = output.IndexOf(" " + option, StringComparison.Ordinal);
        return at < 0 ? null : output[(at + 1 + option.Length)..].Split([' ', '\n', '\r'], 2)[0].Trim('\'');
    }

    // The lines that say why, without the program's name and without the last one, which says only that it failed.
    private static string Told(string output)
    {
        string[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.Contains("[emerg]", StringComparison.Ordinal))];
        string told = string.Join(' ', lines.Select(line => line[(line.IndexOf("[emerg]", StringComparison.Ordinal) + 7)..].Trim()));
        return told.Length > 0 ? told : output.Trim();
    }

    private static OperationException Missing(string path, string why, Exception? inner) => new(
        NginxErrorIds.BinaryMissing, OperationErrorKind.NotFound, path, $"{path} is not a program of nginx that runs here: {why}.", "Check -NginxPath, or leave it out.", inner);

    private static async Task<(int ExitCode, string Output)> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Timeout);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false },
        };
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Keep(output, line.Data);
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        try
        {
            process.Start();
            process.StandardInput.Close();
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
            lock (output)
            {
                return (process.ExitCode, output.ToString());
            }
        }
        catch (Win32Exception error)
        {
            throw Missing(path, error.Message, error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Missing(path, $"it took longer than {Timeout.TotalSeconds} s", null);
        }
    }

    private static void Keep(StringBuilder output, string? line)
    {
        lock (output)
        {
            if (line is not null && output.Length < MaxOutput)
            {
                output.Append(line).Append('\n');
            }
        }
    }
}
