namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>What the files of a tool speak of.</summary>
public sealed record HandlerOptions
{
    private const string DefaultRunner = "/usr/local/bin/ddops";

    /// <summary>Folder that the files are in.</summary>
    public string Folder { get; init; } = "/etc/datadogops";

    /// <summary>Full path of ddops or pwsh.</summary>
    public string RunnerPath { get; init; } = DefaultRunner;

    /// <summary>Report, or folder of reports; null for the tool's usual one.</summary>
    public string? ReportPath { get; init; }

    /// <summary>File with DD_API_KEY and other variables.</summary>
    public string EnvironmentPath { get; init; } = "/etc/datadogops/environment";

    /// <summary>Whether the runner is PowerShell.</summary>
    internal bool IsPowerShell => Path.GetFileNameWithoutExtension(RunnerPath).StartsWith("pwsh", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds ddops, or else pwsh, in PATH.</summary>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    /// <returns>Its full path; where ddops is installed for all users when there is neither.</returns>
    public static string FindRunner(Func<string, string?> environment)
    {
        string[] folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? ["ddops.exe", "pwsh.exe"] : ["ddops", "pwsh"];
        return names
            .SelectMany(name => folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists) ?? DefaultRunner;
    }
}
