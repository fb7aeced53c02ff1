using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DatadogOps.Common;

namespace DatadogOps.Nginx.Configuration;

/// <summary>An nginx binary on this machine and the paths that it was compiled with (<c>nginx -V</c>).</summary>
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

    /// <summary>Full path of the binary.</summary>
    public string Path { get; }

    /// <summary>Version, such as <c>nginx/1.22.1</c>.</summary>
    public string Version { get; }

    /// <summary>Folder that relative paths in a configuration start from.</summary>
    public string Prefix { get; }

    /// <summary>The configuration that it reads by default.</summary>
    public string ConfigurationPath { get; }

    /// <summary>The log that it writes where a configuration has no access_log.</summary>
    public string AccessLogPath { get; }

    /// <summary>Maximum run time of one call.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Finds the binary for a configuration: the one whose default configuration it is, otherwise the first in PATH and the usual folders.</summary>
    /// <param name="path">The binary, if specified by the caller.</param>
    /// <param name="configuration">Full path of the configuration or of its folder, or null.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Null if there is none and none was specified.</returns>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.BinaryMissing"/>: the specified file is not an nginx binary.</exception>
    public static async Task<NginxProgram?> FindAsync(string? path, string? configuration, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            return await QueryAsync(System.IO.Path.GetFullPath(path), cancellationToken).ConfigureAwait(false);
        }

        NginxProgram? first = null;
        string name = OperatingSystem.IsWindows() ? "nginx.exe" : "nginx";
        IEnumerable<string> inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string file in inPath.Concat(s_folders).Select(folder => System.IO.Path.Combine(folder, name)).Distinct().Where(File.Exists))
        {
            try
            {
                NginxProgram program = await QueryAsync(file, cancellationToken).ConfigureAwait(false);
                if (configuration is not null && (program.ConfigurationPath == configuration || program.ConfigurationPath == System.IO.Path.Combine(configuration, "nginx.conf")))
                {
                    return program;
                }

                first ??= program;
            }
            catch (OperationException)
            {
                // Another program of that name.
            }
        }

        return first;
    }

    /// <summary>Runs <c>nginx -t</c>.</summary>
    /// <param name="configuration">Full path.</param>
    /// <param name="prefix">Folder for relative paths; null for the built-in one.</param>
    /// <param name="cancellationToken">Kills nginx.</param>
    /// <returns>Null if nginx accepts the configuration, otherwise its messages.</returns>
    public async Task<string?> TestAsync(string configuration, string? prefix, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(Path, Arguments(configuration, prefix, "-t"), cancellationToken).ConfigureAwait(false);
        return exitCode == 0 ? null : Reason(output);
    }

    /// <summary>Runs <c>nginx -s reload</c>.</summary>
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
                $"The configuration was written, but nginx could not be reloaded: {Reason(output)}",
                "Check that nginx runs with this configuration and that you may signal it. Or reload it through the service manager: systemctl reload nginx.");
        }
    }

    private static string[] Arguments(string configuration, string? prefix, params string[] action) =>
        prefix is null ? ["-c", configuration, .. action] : ["-p", prefix, "-c", configuration, .. action];

    private static async Task<NginxProgram> QueryAsync(string path, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await RunAsync(path, ["-V"], cancellationToken).ConfigureAwait(false);
        const string VersionPrefix = "nginx version: ";
        int version = output.IndexOf(VersionPrefix, StringComparison.Ordinal);
        if (exitCode != 0 || version < 0)
        {
            throw NotNginx(path, "it does not respond to -V as nginx does", null);
        }

        string prefix = ConfigureArgument(output, "--prefix=") ?? "/usr/local/nginx";
        return new NginxProgram(
            path,
            output[(version + VersionPrefix.Length)..].Split('\n')[0].Trim(),
            prefix,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(prefix, ConfigureArgument(output, "--conf-path=") ?? "conf/nginx.conf")),
            System.IO.Path.GetFullPath(System.IO.Path.Combine(prefix, ConfigureArgument(output, "--http-log-path=") ?? "logs/access.log")));
    }

    private static string? ConfigureArgument(string output, string option)
    {
        int at = output.IndexOf(" " + option, StringComparison.Ordinal);
        return at < 0 ? null : output[(at + 1 + option.Length)..].Split([' ', '\n', '\r'], 2)[0].Trim('\'');
    }

    // The lines with the reason, without the prefix and without the last line, which only says that the test failed.
    private static string Reason(string output)
    {
        string[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.Contains("[emerg]", StringComparison.Ordinal))];
        string reason = string.Join(' ', lines.Select(line => line[(line.IndexOf("[emerg]", StringComparison.Ordinal) + 7)..].Trim()));
        return reason.Length > 0 ? reason : output.Trim();
    }

    private static OperationException NotNginx(string path, string why, Exception? inner) => new(
        NginxErrorIds.BinaryMissing, OperationErrorKind.NotFound, path, $"{path} is not an nginx binary that can be run: {why}.", "Check -NginxPath, or omit it.", inner);

    private static async Task<(int ExitCode, string Output)> RunAsync(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Timeout);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false },
        };
        var output = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
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
            throw NotNginx(path, error.Message, error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw NotNginx(path, $"it took longer than {Timeout.TotalSeconds} s", null);
        }
    }

    private static void Append(StringBuilder output, string? line)
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
