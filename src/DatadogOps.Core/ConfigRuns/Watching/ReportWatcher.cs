using System.Runtime.CompilerServices;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.State;

namespace DatadogOps.ConfigRuns.Watching;

/// <summary>
/// Returns the reports of a folder as they are completed. A file is read when it has been unchanged for a while, and its reports count if it
/// could be read completely and did not change meanwhile. A run is returned once, even if its file is renamed.
/// </summary>
/// <param name="options">What to watch.</param>
/// <param name="read">Reads a file: its reports, and the error that ended the reading.</param>
public sealed class ReportWatcher(ReportWatchOptions options, Func<string, CancellationToken, IReadOnlyList<OperationOutput<ConfigRunReport>>> read)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    // Errors of files that are still being written.
    private static readonly string[] s_passing =
    [
        ConfigRunErrorIds.ReportEmpty, ConfigRunErrorIds.ReportIncomplete, ConfigRunErrorIds.ReportUnreadable, ConfigRunErrorIds.ReportUnknown,
        ConfigRunErrorIds.FileUnreadable,
    ];

    private readonly TimeProvider _time = options.Time;
    private readonly FolderScan _scan = new(options);
    private readonly Dictionary<string, WatchedFile> _files = new(StringComparer.Ordinal);
    private readonly RecentKeys _given = new(KeyJournal.MaxKeys);
    private readonly KeyJournal? _journal = options.StatePath is { } path ? new KeyJournal(path, Keep, options.Time) : null;
    private DateTimeOffset _begin;
    private int _round;

    /// <summary>Watches until it is cancelled. A report counts as processed when the next one is requested.</summary>
    /// <exception cref="OperationException">The state file cannot be used.</exception>
    public async IAsyncEnumerable<OperationOutput<ConfigRunReport>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var signal = new ChangeSignal();
        foreach (string one in options.Paths)
        {
            signal.Add(one, options.Recurse);
        }

        _begin = _time.GetUtcNow();
        bool isFirst = !(options.StatePath is { } state && File.Exists(state));
        Look();
        if (isFirst)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            foreach (WatchedFile file in DueFiles())
            {
                await foreach (OperationOutput<ConfigRunReport> report in ReadAsync(file, cancellationToken).ConfigureAwait(false))
                {
                    yield return report;
                }
            }

            await signal.WaitAsync(NextLook(), cancellationToken).ConfigureAwait(false);
            Look();
        }
    }

    private void Look()
    {
        _round++;
        long now = _time.GetTimestamp();
        foreach (string path in options.Paths.SelectMany(_scan.Find))
        {
            if (!_files.TryGetValue(path, out WatchedFile? file))
            {
                _files[path] = file = new WatchedFile(path);
            }

            file.Round = _round;
            file.Look(now, options.Settle, _time);
        }

        foreach (string gone in _files.Values.Where(file => file.Round != _round).Select(file => file.Path).ToList())
        {
            _files.Remove(gone);
        }
    }

    // Existing files are skipped unless requested. From now on, the state file tells which files are new.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        foreach (WatchedFile file in options.IncludeExisting ? [] : _files.Values.ToArray())
        {
            file.IsDone = true;
            file.IsOld = true;
            keys.Add(KeyOf(file));
        }

        if (_journal is not null)
        {
            await _journal.CompleteAsync(keys, cancellationToken).ConfigureAwait(false);
        }
    }

    private List<WatchedFile> DueFiles()
    {
        long now = _time.GetTimestamp();
        return [.. _files.Values.Where(file => !file.IsDone && file.Length > 0 && file.Due <= now).OrderBy(file => file.LastWriteUtc)];
    }

    private TimeSpan NextLook()
    {
        long now = _time.GetTimestamp();
        TimeSpan wait = options.PollInterval;
        foreach (WatchedFile file in _files.Values.Where(file => !file.IsDone && file.Length > 0))
        {
            TimeSpan until = _time.GetElapsedTime(now, Math.Max(now, file.Due));
            wait = until < wait ? until : wait;
        }

        // A minimum, so that a file that is always due cannot keep a processor busy.
        return wait < TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : wait;
    }

    private async IAsyncEnumerable<OperationOutput<ConfigRunReport>> ReadAsync(WatchedFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string key = KeyOf(file);
        if (_journal is not null && await _journal.IsTakenAsync(key, cancellationToken).ConfigureAwait(false))
        {
            file.IsDone = true;
            yield break;
        }

        IReadOnlyList<OperationOutput<ConfigRunReport>> reports = await Task.Run(() => read(file.Path, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (!file.Look(_time.GetTimestamp(), options.Settle, _time) || MayBeUnfinished(file, reports))
        {
            yield break;
        }

        foreach (OperationOutput<ConfigRunReport> report in reports)
        {
            if (report.Item is not { } run)
            {
                yield return report;
                continue;
            }

            string runKey = RunKey.OfRun(run);
            if (file.IsOld && run.EndTime < _begin)
            {
                _given.Add(runKey);
            }
            else if (!_given.Contains(runKey) && (_journal is null || !await _journal.IsTakenAsync(runKey, cancellationToken).ConfigureAwait(false)))
            {
                yield return report;
                _given.Add(runKey);
                if (_journal is not null)
                {
                    await _journal.CompleteAsync(runKey, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        file.IsDone = true;
        if (_journal is not null)
        {
            await _journal.CompleteAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool MayBeUnfinished(WatchedFile file, IReadOnlyList<OperationOutput<ConfigRunReport>> reports)
    {
        if (!reports.Any(report => report.Error is { } error && s_passing.Contains(error.ErrorId))
            || _time.GetElapsedTime(file.Since) >= options.Patience)
        {
            return false;
        }

        // Less and less often, since reading a large file in vain is expensive.
        file.Failures++;
        TimeSpan wait = options.Settle * Math.Pow(2, Math.Min(file.Failures, 5));
        file.Due = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        return true;
    }

    private static string KeyOf(WatchedFile file) => RunKey.OfFile(Path.GetFullPath(file.Path), file.Length, file.LastWriteUtc);
}
