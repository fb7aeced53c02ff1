using System.Collections.Concurrent;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Takes metrics, events, service checks and logs one by one and delivers them in payloads, in the background where a payload has
/// waited long enough. Used by one thread; the counters may be read by any, and count all kinds together.
/// </summary>
public abstract class TelemetrySender : IDisposable
{
    // Remarks wait for a reader; one that never comes must not cost memory without end.
    private const int MaxRemarks = 1000;

    private readonly ConcurrentQueue<OperationOutput<string>> _remarks = new();
    private long _accepted;
    private long _spooled;
    private long _dropped;
    private long _bytes;
    private long _requests;

    /// <summary>Where to, for people; never holds a key.</summary>
    public abstract string Endpoint { get; }

    /// <summary>What was handed over; see <see cref="DatadogSendResult.Accepted"/>.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>What could not be delivered and is kept on disk; see <see cref="DatadogSendResult.Spooled"/>.</summary>
    public long Spooled => Interlocked.Read(ref _spooled);

    /// <summary>What was refused or not handed over.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Bytes handed over, as sent.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Datagrams or requests made.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Takes a metric. Waits only while as much is under way as may be.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Why this metric was refused, or null when it was taken. A refused one is counted as dropped.</returns>
    public abstract ValueTask<OperationException?> AddAsync(DatadogMetric metric, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="item">The event.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogEvent item, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="item">The service check.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogServiceCheck item, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync(DatadogMetric, CancellationToken)"/>
    /// <param name="item">The entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<OperationException?> AddAsync(DatadogLog item, CancellationToken cancellationToken);

    /// <summary>Delivers all that was taken, and waits until it is delivered or dropped.</summary>
    public abstract ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>What delivery failed since this was last asked, one a call; null when there is no more.</summary>
    public abstract OperationException? TakeFault();

    /// <summary>What there is to say besides, one a call: warnings, what is done, and what is on the wire, without keys; null when there is no more.</summary>
    public OperationOutput<string>? TakeRemark() => _remarks.TryDequeue(out OperationOutput<string>? remark) ? remark : null;

    /// <summary>Ends all work at once, and drops what is not delivered yet: <see cref="FlushAsync"/> comes first where that matters.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends all work.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Counts a payload that was handed over.</summary>
    private protected void CountAccepted(int metrics, int bytes)
    {
        Interlocked.Add(ref _accepted, metrics);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Counts items that are kept on disk.</summary>
    private protected void CountSpooled(int items) => Interlocked.Add(ref _spooled, items);

    /// <summary>Says something; nothing, where nobody has listened for long.</summary>
    private protected void Remark(OperationOutput<string> remark)
    {
        if (_remarks.Count < MaxRemarks)
        {
            _remarks.Enqueue(remark);
        }
    }

    /// <summary>Counts metrics that were not.</summary>
    private protected void CountDropped(int metrics) => Interlocked.Add(ref _dropped, metrics);

    /// <summary>Takes back a payload that was counted as handed over and came back.</summary>
    private protected void CountReturned(int metrics, int bytes)
    {
        CountAccepted(-metrics, -bytes);
        CountDropped(metrics);
    }

    /// <summary>Counts requests made.</summary>
    private protected void CountRequests(int requests) => Interlocked.Add(ref _requests, requests);
}
