namespace DatadogOps.ConfigRuns.Watching;

/// <summary>
/// Wakes the watch when the system tells that something changed. Only a hint: what it misses (network file systems, too many watches)
/// the next look finds.
/// </summary>
internal sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Listens for changes of a folder, or of the folder that a file is in.</summary>
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

    /// <summary>Waits for a change, or until the time is over.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await _changed.WaitAsync(time, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The semaphore is left to the collector: a watcher may still tell of a change.
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
            // It is set.
        }
    }
}
