namespace DatadogOps.Common;

/// <summary>Where this user's own files of DatadogOps are, by the XDG Base Directory Specification or Windows' known folders.</summary>
public static class UserFolders
{
    private const string Name = "datadogops";

    /// <summary>
    /// What outlives a reboot and is nobody's configuration: spools, states. A service, which has no home, gets the folder that systemd
    /// gives it. Not made here.
    /// </summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    public static string State(Func<string, string?> environment) =>
        environment("STATE_DIRECTORY") is { Length: > 0 } ofService
            ? ofService.Split(':')[0]
            : Find(environment, "XDG_STATE_HOME", Path.Combine(".local", "state"));

    /// <summary>Data that was fetched, such as lists of permissions. Not made here.</summary>
    /// <param name="environment">Returns a variable; null if it is not set.</param>
    public static string Data(Func<string, string?> environment) => Find(environment, "XDG_DATA_HOME", Path.Combine(".local", "share"));

    /// <summary>Makes a folder for its owner alone (0700), if there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The path.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static string Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private static string Find(Func<string, string?> environment, string variable, string below)
    {
        // A relative path in an XDG variable is to be ignored, the specification says.
        if (environment(variable) is { Length: > 0 } root && Path.IsPathRooted(root))
        {
            return Path.Combine(root, Name);
        }

        return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "DatadogOps")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), below, Name);
    }
}
