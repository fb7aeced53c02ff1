namespace DatadogOps.ConfigRuns.Handlers;

/// <summary>Paths that the files of a tool refer to.</summary>
public sealed record HandlerOptions
{
    private const string DefaultPwsh = "/usr/bin/pwsh";

    /// <summary>Folder of the files.</summary>
    public string Folder { get; init; } = "/etc/datadogops";

    /// <summary>Full path of pwsh.</summary>
    public string PwshPath { get; init; } = DefaultPwsh;

    /// <summary>Report, or folder of reports; null for the tool's usual one.</summary>
    public string? ReportPath { get; init; }

    /// <summary>File with DD_API_KEY and other variables.</summary>
    public string EnvironmentPath { get; init; } = "/etc/datadogops/environment";

    /// <summary>Finds pwsh in PATH.</summary>
    /// <param name="environment">Reads a variable; null if it is not set.</param>
    /// <returns>Its full path; that of its Linux package if it is not found.</returns>
    public static string FindPwsh(Func<string, string?> environment) =>
        (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"))
            .FirstOrDefault(File.Exists) ?? DefaultPwsh;
}
