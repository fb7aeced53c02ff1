using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.State;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>
/// Sends each run once, also with several processes of a user over the same reports. A run is claimed in a file, delivered, and then marked
/// as sent, or released if a part of it was dropped, so that it is tried again. The claim of a process that died expires.
/// </summary>
/// <param name="statePath">The file, created when the first run is sent.</param>
/// <param name="naming">One of <see cref="ConfigRunNaming"/>.</param>
/// <param name="force">Whether to send runs again that were sent before.</param>
/// <param name="time">The clock.</param>
public sealed class ConfigRunSender(string statePath, string naming, bool force, TimeProvider time)
{
    /// <summary>Default name of the state file.</summary>
    public const string FileName = "config-runs-sent";

    // Longer than Datadog accepts an event; runs without a time could otherwise be sent again and again.
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    private readonly KeyJournal _journal = new(statePath, Keep, time);
    private PendingRun? _pending;

    /// <summary>Runs skipped because they were sent before, or another process is sending them.</summary>
    public int AlreadySent { get; private set; }

    /// <summary>Runs of which only the event was sent, since Datadog accepts no older metrics.</summary>
    public int WithoutMetrics { get; private set; }

    /// <summary>Runs of which nothing was sent, since Datadog accepts no older events.</summary>
    public int TooOld { get; private set; }

    /// <summary>What would be sent about a run; null if it was sent before. Changes nothing.</summary>
    /// <exception cref="OperationException">The state file cannot be used.</exception>
    public async Task<RunMessage?> PreviewAsync(ConfigRunReport report, CancellationToken cancellationToken)
    {
        if (!force && await _journal.IsTakenAsync(RunKey.OfRun(report), cancellationToken).ConfigureAwait(false))
        {
            AlreadySent++;
            return null;
        }

        return Create(report);
    }

    /// <summary>Sends a run, and waits until it is delivered, spooled or dropped. Items that the sender refuses are errors of the sender.</summary>
    /// <returns>False if it was sent before, or another process is sending it.</returns>
    /// <exception cref="OperationException">The state file cannot be used.</exception>
    public async Task<bool> SendAsync(ConfigRunReport report, TelemetrySender sender, CancellationToken cancellationToken)
    {
        string key = RunKey.OfRun(report);
        if (!force && !await _journal.TryClaimAsync(key, cancellationToken).ConfigureAwait(false))
        {
            AlreadySent++;
            return false;
        }

        _pending = new PendingRun(key, sender, sender.Dropped);
        try
        {
            RunMessage message = Create(report);
            foreach (DatadogMetric metric in message.Metrics)
            {
                Note(sender, await sender.AddAsync(metric, cancellationToken).ConfigureAwait(false));
            }

            if (message.Event is { } item)
            {
                Note(sender, await sender.AddAsync(item, cancellationToken).ConfigureAwait(false));
            }

            await sender.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _pending = null;
            await _journal.ReleaseAsync(key, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await SettleAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Marks a run that was interrupted as sent, or releases it. Call it when the sender has been disposed of.</summary>
    /// <exception cref="OperationException">The state file cannot be used.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _pending, null) is { } run)
        {
            bool isSent = run.Sender.Dropped == run.Dropped;
            await (isSent ? _journal.CompleteAsync(run.Key, cancellationToken) : _journal.ReleaseAsync(run.Key, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static void Note(TelemetrySender sender, OperationException? refusal)
    {
        if (refusal is not null)
        {
            sender.AddError(refusal);
        }
    }

    private RunMessage Create(ConfigRunReport report)
    {
        RunMessage message = RunMessage.Of(report, naming, time.GetUtcNow());
        TooOld += message.Event is null ? 1 : 0;
        WithoutMetrics += message.Event is not null && message.MetricsTooOld ? 1 : 0;
        return message;
    }

    private sealed record PendingRun(string Key, TelemetrySender Sender, long Dropped);
}
