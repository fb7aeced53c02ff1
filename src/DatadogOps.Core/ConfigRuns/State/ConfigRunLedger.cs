using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.State;

/// <summary>Remembers which runs Datadog was told of, for all processes of this user.</summary>
public sealed class ConfigRunLedger
{
    /// <summary>Name of the file, where it is not given.</summary>
    public const string FileName = "config-runs-sent";

    // Longer than Datadog takes an event; runs without a time could otherwise be told again and again.
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private readonly KeyJournal _journal;

    /// <summary>Uses a file, which is made when the first run is told.</summary>
    public ConfigRunLedger(string path, TimeProvider time) => _journal = new KeyJournal(path, Keep, time);

    /// <summary>Whether a run was told, or another process is telling it. Writes nothing.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public Task<bool> IsToldAsync(ConfigRunReport report, CancellationToken cancellationToken) => _journal.IsTakenAsync(RunKey.OfRun(report), cancellationToken);

    /// <summary>Claims a run for this process: false when it was told, or another process is telling it.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public Task<bool> TryClaimAsync(ConfigRunReport report, CancellationToken cancellationToken) => _journal.TryClaimAsync(RunKey.OfRun(report), cancellationToken);

    /// <summary>Says that a run was told.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public Task CompleteAsync(ConfigRunReport report, CancellationToken cancellationToken) => _journal.CompleteAsync(RunKey.OfRun(report), cancellationToken);

    /// <summary>Gives a run back that could not be told.</summary>
    /// <exception cref="OperationException">The file cannot be used.</exception>
    public Task ReleaseAsync(ConfigRunReport report, CancellationToken cancellationToken) => _journal.ReleaseAsync(RunKey.OfRun(report), cancellationToken);
}
