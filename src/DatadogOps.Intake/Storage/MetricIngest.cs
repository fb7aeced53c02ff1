namespace DatadogOps.Intake.Storage;

/// <summary>What became of a point.</summary>
internal enum IngestOutcome
{
    /// <summary>Kept.</summary>
    Kept,

    /// <summary>Older than an hour.</summary>
    TooOld,

    /// <summary>More than ten minutes ahead.</summary>
    TooNew,

    /// <summary>The store is full of other series.</summary>
    NoRoom,
}

/// <summary>
/// The way into the store for both protocols. Points outside the hour behind and the ten minutes ahead are dropped, as
/// Datadog drops them behind a 202; here they are counted, so that a sender's mistake shows.
/// </summary>
internal sealed class MetricIngest(IMetricStore store, TimeProvider clock)
{
    private const long MaxAgeSec = 3600;
    private const long MaxAheadSec = 600;
    private long _tooOld;
    private long _tooNew;

    /// <summary>Points dropped because they were older than an hour.</summary>
    public long TooOld => Interlocked.Read(ref _tooOld);

    /// <summary>Points dropped because they were more than ten minutes ahead.</summary>
    public long TooNew => Interlocked.Read(ref _tooNew);

    /// <summary>Now, in Unix seconds.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Keeps a point if it may be kept.</summary>
    public IngestOutcome Add(SeriesKey key, MetricKind kind, string? unit, StoredPoint point, PointMode mode)
    {
        long now = Now;
        if (point.Time < now - MaxAgeSec)
        {
            Interlocked.Increment(ref _tooOld);
            return IngestOutcome.TooOld;
        }

        if (point.Time > now + MaxAheadSec)
        {
            Interlocked.Increment(ref _tooNew);
            return IngestOutcome.TooNew;
        }

        return store.Add(key, kind, unit, point, mode) ? IngestOutcome.Kept : IngestOutcome.NoRoom;
    }

    /// <summary>Forgets the counts.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _tooOld, 0);
        Interlocked.Exchange(ref _tooNew, 0);
    }
}
