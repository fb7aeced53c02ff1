using System.Collections.Concurrent;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Accepts metrics, events, service checks and log entries and delivers them in payloads, in the background if a payload has waited
/// long enough. Used by one thread; the counters may be read by any, and count all kinds together.
/// </summary>
public abstract class TelemetrySender : IDisposable
{
    // Messages wait for a reader; one that never comes must not cost unbounded memory.
    private const int MaxMessages = 1000;

    private readonly ConcurrentQueue<OperationOutput<string>> _messages = new();
    private readonly ConcurrentQueue<OperationException> _errors = new();
    private long _accepted;
    private long _spooled;
    private long _dropped;
    private long _bytes;
    private long _requests;

    /// <summary>Where to, for people; never holds a key.</summary>
    public abstract string Endpoint { get; }

    /// <summary>Items delivered; see <see cref="DatadogSendResult.Accepted"/>.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Items kept on disk; see <see cref="DatadogSendResult.Spooled"/>.</summary>
    public long Spooled => Interlocked.Read(ref _spooled);

    /// <summary>Items refused or not delivered.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Bytes delivered, as sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Datagrams or requests made.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Adds a metric. Waits only while too much is in flight.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why this metric was refused; null if it was accepted. A refused one counts as dropped.</returns>
    public abstract ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="item">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="check">The service check.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogServiceCheck check, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="entry">The log entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogLog entry, CancellationToken cancellationToken);

    /// <summary>Delivers everything that was added, and waits until it is delivered, spooled or dropped.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>The next delivery error; null if there is none.</summary>
    public virtual OperationException? TryDequeueError() => _errors.TryDequeue(out OperationException? error) ? error : null;

    /// <summary>The next warning, verbose or debug message, without keys; null if there is none.</summary>
    public OperationOutput<string>? TryDequeueMessage() => _messages.TryDequeue(out OperationOutput<string>? message) ? message : null;

    /// <summary>Stops at once. What is not delivered yet is spooled or dropped; call <see cref="FlushAsync"/> first to deliver it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops all work.</summary>
    protected abstract void Dispose(bool disposing);

    internal void AddError(OperationException error) => _errors.Enqueue(error);

    internal void AddMessage(OperationOutput<string> message)
    {
        if (_messages.Count < MaxMessages)
        {
            _messages.Enqueue(message);
        }
    }

    internal void CountAccepted(int items, int bytes)
    {
        Interlocked.Add(ref _accepted, items);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void CountSpooled(int items) => Interlocked.Add(ref _spooled, items);

    internal void CountDropped(int items) => Interlocked.Add(ref _dropped, items);

    internal void CountRequests(int requests) => Interlocked.Add(ref _requests, requests);

    /// <summary>Counts items as dropped that were counted as accepted before.</summary>
    internal void CountRevoked(int items, int bytes)
    {
        CountAccepted(-items, -bytes);
        CountDropped(items);
    }
}
