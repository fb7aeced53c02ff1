namespace DatadogOps.Testbed.Processes;

/// <summary>Looks for programs.</summary>
public static class Executables
{
    /// <summary>Full path of a program in PATH or in the folders of system programs; null when there is none.</summary>
    public static string? FindInPath(string name)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? [name + ".exe"] : [name];

        // Ordinary users often lack sbin in PATH, where setpriv's and pgbouncer's packages may put them.
        string[] system = OperatingSystem.IsWindows() ? [] : ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/sbin"];
        return folders.Concat(system)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }
}
