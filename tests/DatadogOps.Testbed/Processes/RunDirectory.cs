namespace DatadogOps.Testbed.Processes;

/// <summary>
/// A folder for one server's files, short enough for a Unix socket. The owner holds a lock in it, which ends with the
/// owner however it ends; the next owner removes folders whose lock nobody holds.
/// </summary>
internal sealed class RunDirectory : IDisposable
{
    private const string LockName = "owner.lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Servers run as another user when this process is root: they must pass through, and need not list.
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Unborn = TimeSpan.FromMinutes(10);
    private static int _swept;
    private readonly FileStream _lock;

    private RunDirectory(string path, FileStream held)
    {
        Location = path;
        _lock = held;
    }

    /// <summary>Full path.</summary>
    public string Location { get; }

    /// <summary>Full path of the folder that all processes of this user share.</summary>
    public static string SharedRoot { get; } = FindSharedRoot();

    /// <summary>Makes a folder, after removing what dead runs left.</summary>
    public static RunDirectory Create()
    {
        string runs = Path.Combine(SharedRoot, "runs");
        MakePassable(SharedRoot);
        MakePassable(runs);
        if (Interlocked.Exchange(ref _swept, 1) == 0)
        {
            Sweep(runs);
        }

        // Locked before it gets its name, so that nobody takes it for a dead one.
        string name = Guid.NewGuid().ToString("N")[..10];
        string unborn = Path.Combine(runs, "." + name);
        MakePassable(unborn);
        var held = new FileStream(Path.Combine(unborn, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        string path = Path.Combine(runs, name);
        Directory.Move(unborn, path);
        return new RunDirectory(path, held);
    }

    /// <summary>Makes a folder inside that belongs to the user that servers run as, and to nobody else.</summary>
    public string MakePrivate(string name)
    {
        string path = Path.Combine(Location, name);
        Directory.CreateDirectory(path);
        GiveToServers(path, OwnerOnly);
        return path;
    }

    /// <summary>Writes a file that only the servers' user can read.</summary>
    public string WritePrivate(string name, string content)
    {
        string path = Path.Combine(Location, name);
        File.WriteAllText(path, string.Empty);
        GiveToServers(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        Remove(Location);
        _lock.Dispose();
    }

    private static void Sweep(string runs)
    {
        foreach (string path in Directory.EnumerateDirectories(runs))
        {
            if (Path.GetFileName(path).StartsWith('.') && DateTime.UtcNow - Directory.GetLastWriteTimeUtc(path) < Unborn)
            {
                continue;
            }

            try
            {
                using var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                Remove(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Held by a live run, or removed by another sweep meanwhile.
            }
        }
    }

    private static void Remove(string path)
    {
        // A server that is just dying may still write; a second try finds it dead, and the next sweep gets the rest.
        for (int attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(50);
            }
        }
    }

    private static void GiveToServers(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(path, mode);
        if (UnixUser.ForServers() is { } user)
        {
            Posix.ChangeOwner(path, user);
        }
    }

    /// <summary>Makes a folder that servers can pass through.</summary>
    public static void MakePassable(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        UnixFileMode mode = Posix.IsRoot ? Passable : OwnerOnly;
        Directory.CreateDirectory(path, mode);

        // The umask may have taken bits away; and the folder of another user refuses this.
        File.SetUnixFileMode(path, mode);
    }

    private static string FindSharedRoot()
    {
        // A Unix socket's path has 107 bytes at most, and PostgreSQL adds its own name to the folder's.
        string temp = Path.GetTempPath();
        string folder = temp.Length > 40 && Directory.Exists("/tmp") ? "/tmp" : temp;
        string user = OperatingSystem.IsWindows() ? Environment.UserName : $"{Posix.GetEffectiveUserId()}";
        return Path.Combine(folder, $"datadogops-testbed-{user}");
    }
}
