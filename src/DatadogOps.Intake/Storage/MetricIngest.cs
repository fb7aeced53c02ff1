using System.Collections.Concurrent;
using DatadogOps.Intake.Metrics;

namespace DatadogOps.Intake.Storage;

/// <summary>What became of the points of a request.</summary>
/// <param name="Kept">Kept.</param>
/// <param name="Dropped">Dropped for their age, or for lack of room.</param>
internal readonly record struct IngestCount(int Kept, int Dropped);

/// <summary>
/// The way into the store for all protocols. Points outside the hour behind and the ten minutes ahead are dropped, as
/// Datadog drops them behind a 202; here they are counted, so that a sender's mistake shows.
/// </summary>
internal sealed class MetricIngest(IMetricStore store)
{
    /// <summary>How old a point may be, in seconds.</summary>
    public const long MaxAgeSec = 3600;

    /// <summary>How far ahead a point may be, in seconds.</summary>
    public const long MaxAheadSec = 600;

    private const int MaxHosts = 100_000;

    private readonly ConcurrentDictionary<string, bool> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private long _tooOld;
    private long _tooNew;

    /// <summary>Points dropped because they were older than an hour.</summary>
    public long TooOld => Interlocked.Read(ref _tooOld);

    /// <summary>Points dropped because they were more than ten minutes ahead.</summary>
    public long TooNew => Interlocked.Read(ref _tooNew);

    /// <summary>Whether anything came from the host.</summary>
    public bool Knows(string host) => _hosts.ContainsKey(host);

    /// <summary>Remembers that something came from the host.</summary>
    public void See(string? host)
    {
        if (!string.IsNullOrEmpty(host) && !_hosts.ContainsKey(host) && _hosts.Count < MaxHosts)
        {
            _hosts.TryAdd(host, true);
        }
    }

    /// <summary>Keeps the points of a request that came at <paramref name="now"/>, in Unix seconds.</summary>
    public IngestCount Add(IReadOnlyList<SentSeries> series, PointMode mode, long now)
    {
        int kept = 0;
        int dropped = 0;
        foreach (SentSeries one in series)
        {
            See(one.Host);
            ReadOnlySpan<StoredPoint> points = one.Points is StoredPoint[] array ? array : [.. one.Points];
            if (points.ContainsAnyOutside(now))
            {
                points = InTime(points, now);
            }

            bool hasRoom = points.IsEmpty || store.Add(one.Key, one.Kind, one.Unit, points, mode);
            kept += hasRoom ? points.Length : 0;
            dropped += one.Points.Count - (hasRoom ? points.Length : 0);
        }

        return new IngestCount(kept, dropped);
    }

    /// <summary>Keeps one point that came at <paramref name="now"/>, if it may be kept.</summary>
    public void Add(SeriesKey key, MetricKind kind, StoredPoint point, PointMode mode, long now)
    {
        if (IsInTime(point, now))
        {
            store.Add(key, kind, null, [point], mode);
        }
    }

    /// <summary>Forgets the counts and hosts.</summary>
    public void Reset()
    {
        _hosts.Clear();
        Interlocked.Exchange(ref _tooOld, 0);
        Interlocked.Exchange(ref _tooNew, 0);
    }

    private StoredPoint[] InTime(ReadOnlySpan<StoredPoint> points, long now)
    {
        var kept = new List<StoredPoint>(points.Length);
        foreach (StoredPoint point in points)
        {
            if (IsInTime(point, now))
            {
                kept.Add(point);
            }
        }

        return [.. kept];
    }

    private bool IsInTime(StoredPoint point, long now)
    {
        if (point.Time < now - MaxAgeSec)
        {
            Interlocked.Increment(ref _tooOld);
            return false;
        }

        if (point.Time > now + MaxAheadSec)
        {
            Interlocked.Increment(ref _tooNew);
            return false;
        }

        return true;
    }
}

/// <summary>A quick look over many points.</summary>
file static class PointSpan
{
    public static bool ContainsAnyOutside(this ReadOnlySpan<StoredPoint> points, long now)
    {
        foreach (StoredPoint point in points)
        {
            if (point.Time < now - MetricIngest.MaxAgeSec || point.Time > now + MetricIngest.MaxAheadSec)
            {
                return true;
            }
        }

        return false;
    }
}
