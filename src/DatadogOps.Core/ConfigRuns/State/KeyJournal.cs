using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.ConfigRuns.State;

/// <summary>
/// Records keys in a file, for successive and concurrent processes. A key is claimed before the work and done after it, so that two
/// processes on one folder do the work once; the claim of a process that died expires.
/// </summary>
/// <remarks>
/// The file is a journal of lines, appended to under a lock. When too many lines are obsolete, it is rewritten under another name and renamed.
/// It contains only hashes and times, and is private (0600).
/// </remarks>
internal sealed class KeyJournal
{
    /// <summary>Maximum number of keys; beyond it the oldest are forgotten.</summary>
    public const int MaxKeys = 100_000;

    // Longer than any delivery: after it, the claiming process is considered dead.
    private static readonly TimeSpan ClaimLife = TimeSpan.FromMinutes(5);

    private readonly StateFile _file;
    private readonly TimeSpan _keep;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _compactAt = CompactAfter(0);

    /// <summary>Uses a file, which the first claim creates.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keep">How long a key is kept.</param>
    /// <param name="time">The clock.</param>
    public KeyJournal(string path, TimeSpan keep, TimeProvider time)
    {
        _file = new StateFile(path);
        _keep = keep;
        _time = time;
    }

    /// <summary>Claims a key for this process.</summary>
    /// <returns>False if it is done already, or claimed by another process.</returns>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public async Task<bool> TryClaimAsync(string key, CancellationToken cancellationToken)
    {
        using StateFile.Session session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (IsTaken(key))
        {
            return false;
        }

        Append(session, 'C', key);
        return true;
    }

    /// <summary>Whether a key is done, or claimed by another process. Changes nothing.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public async Task<bool> IsTakenAsync(string key, CancellationToken cancellationToken)
    {
        if (!_file.Exists)
        {
            return false;
        }

        using StateFile.Session session = await OpenAsync(cancellationToken, isLook: true).ConfigureAwait(false);
        return IsTaken(key);
    }

    /// <summary>Marks a key as done.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public Task CompleteAsync(string key, CancellationToken cancellationToken) => CompleteAsync([key], cancellationToken);

    /// <inheritdoc cref="CompleteAsync(string, CancellationToken)"/>
    public async Task CompleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        using StateFile.Session session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (string key in keys)
        {
            Append(session, 'D', key);
        }
    }

    /// <summary>Releases a claim, so that the work can be tried again.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public async Task ReleaseAsync(string key, CancellationToken cancellationToken)
    {
        using StateFile.Session session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        Append(session, 'R', key);
    }

    private static long CompactAfter(int live) => 1000 + (2 * live);

    private bool IsTaken(string key) =>
        _entries.TryGetValue(key, out Entry entry)
        && _time.GetUtcNow().ToUnixTimeSeconds() - entry.Seconds < (entry.IsDone ? _keep : ClaimLife).TotalSeconds;

    private async Task<StateFile.Session> OpenAsync(CancellationToken cancellationToken, bool isLook = false)
    {
        StateFile.Session session = await _file.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (session.IsAnew)
            {
                _entries.Clear();
            }

            foreach (string line in session.ReadNew())
            {
                Read(line);
            }

            // Obsolete lines: expired keys, completed claims, and keys beyond the limit.
            if (!isLook && session.Lines > _compactAt)
            {
                Compact(session);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Append(StateFile.Session session, char kind, string key)
    {
        string line = Format(kind, _time.GetUtcNow().ToUnixTimeSeconds(), key);
        session.Append(line);
        Read(line);
    }

    private void Compact(StateFile.Session session)
    {
        KeyValuePair<string, Entry>[] live = [.. _entries.Where(pair => IsTaken(pair.Key)).OrderByDescending(pair => pair.Value.Seconds).Take(MaxKeys).Reverse()];
        _entries.Clear();
        foreach ((string key, Entry entry) in live)
        {
            _entries[key] = entry;
        }

        _compactAt = CompactAfter(live.Length);
        session.Rewrite(live.Select(pair => Format(pair.Value.IsDone ? 'D' : 'C', pair.Value.Seconds, pair.Key)));
    }

    // A line that a crash truncated is ignored.
    private void Read(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3
            || parts[2].Length != RunKey.Length
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return;
        }

        switch (parts[0])
        {
            case "D":
                _entries[parts[2]] = new Entry(seconds, true);
                break;
            case "C":
                _entries[parts[2]] = new Entry(seconds, false);
                break;
            case "R":
                _entries.Remove(parts[2]);
                break;
        }
    }

    private static string Format(char kind, long seconds, string key) => string.Create(CultureInfo.InvariantCulture, $"{kind} {seconds} {key}");

    private readonly record struct Entry(long Seconds, bool IsDone);
}
