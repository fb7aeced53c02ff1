namespace DatadogOps.ConfigRuns.Watching;

/// <summary>
/// Wakes the watch when the system notifies of a change. Only a hint: the next scan finds what it misses (network file systems, too many
/// watches).
/// </summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Listens for changes in a folder, or in the folder of a file.</summary>
    public void Add(string path, bool recurse)
    {
        string? folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path);
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder!) { IncludeSubdirectories = recurse && folder == path };
            watcher.Created += (_, _) => Set();
            watcher.Changed += (_, _) => Set();
            watcher.Renamed += (_, _) => Set();
            watcher.Error += (_, _) => Set();
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            watcher?.Dispose();
        }
    }

    /// <summary>Waits for a change, or until the time has elapsed.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await _changed.WaitAsync(time, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The semaphore is not disposed of: a watcher may still signal a change.
        _watchers.ForEach(watcher => watcher.Dispose());
    }

    private void Set()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already.
        }
    }
}
