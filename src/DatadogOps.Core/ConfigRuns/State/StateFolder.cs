namespace DatadogOps.ConfigRuns.State;

/// <summary>Where the state of this user is kept unless said otherwise.</summary>
public static class StateFolder
{
    /// <summary>
    /// A file in <c>$XDG_STATE_HOME/datadogops</c>, else <c>~/.local/state/datadogops</c> (XDG Base Directory Specification), on Windows
    /// <c>%LOCALAPPDATA%\datadogops</c>. A service without a home gets <c>$STATE_DIRECTORY</c>, as systemd sets it.
    /// </summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="environment">Reads a variable; null when it is not set.</param>
    public static string FileOf(string name, Func<string, string?> environment)
    {
        if (environment("STATE_DIRECTORY") is { Length: > 0 } ofService)
        {
            return Path.Combine(ofService.Split(':')[0], name);
        }

        string root = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : environment("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Combine(root, "datadogops", name);
    }
}
