using System.Runtime.InteropServices;

namespace DatadogOps.Intake.Storage;

/// <summary>Points in memory. When there are too many, the oldest tenth goes; when there are too many series, new ones are refused.</summary>
internal sealed class MemoryMetricStore(int maxSeries = 100_000, long maxPoints = 2_000_000) : IMetricStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<SeriesKey, Entry>> _metrics = new(StringComparer.Ordinal);
    private int _series;
    private long _points;
    private long _dropped;

    /// <inheritdoc/>
    public int SeriesCount
    {
        get
        {
            lock (_gate)
            {
                return _series;
            }
        }
    }

    /// <inheritdoc/>
    public long PointCount
    {
        get
        {
            lock (_gate)
            {
                return _points;
            }
        }
    }

    /// <inheritdoc/>
    public long DroppedByBound
    {
        get
        {
            lock (_gate)
            {
                return _dropped;
            }
        }
    }

    /// <inheritdoc/>
    public bool Add(SeriesKey key, MetricKind kind, string? unit, ReadOnlySpan<StoredPoint> points, PointMode mode)
    {
        lock (_gate)
        {
            if (FindOrAdd(key) is not { } entry)
            {
                _dropped += points.Length;
                return false;
            }

            // The last sender says what a metric is, as in Datadog, where the type of a metric may be changed.
            entry.Kind = kind;
            entry.Unit = unit ?? entry.Unit;
            foreach (StoredPoint point in points)
            {
                if (entry.Put(point, mode))
                {
                    _points++;
                }
            }

            if (_points > maxPoints)
            {
                Trim();
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StoredSeries> Read(string metric, long from, long to)
    {
        lock (_gate)
        {
            if (!_metrics.TryGetValue(metric, out Dictionary<SeriesKey, Entry>? entries))
            {
                return [];
            }

            var found = new List<StoredSeries>();
            foreach ((SeriesKey key, Entry entry) in entries)
            {
                StoredPoint[] points = entry.Between(from, to);
                if (points.Length > 0)
                {
                    found.Add(new StoredSeries(key, entry.Kind, entry.Unit, points));
                }
            }

            return found;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MetricSummary> Summarize()
    {
        lock (_gate)
        {
            return [.. _metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(Summarize)];
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_gate)
        {
            _metrics.Clear();
            _series = 0;
            _points = 0;
            _dropped = 0;
        }
    }

    private static MetricSummary Summarize(KeyValuePair<string, Dictionary<SeriesKey, Entry>> metric)
    {
        Entry last = metric.Value.Values.MaxBy(entry => entry.LastTime)!;
        IEnumerable<string> tagKeys = metric.Value.Keys
            .SelectMany(key => key.Tags)
            .Select(tag => tag.Split(':', 2)[0])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new MetricSummary(
            metric.Key,
            last.Kind,
            last.Unit,
            [.. tagKeys],
            metric.Value.Count,
            metric.Value.Values.Sum(entry => (long)entry.Count),
            last.LastTime);
    }

    private Entry? FindOrAdd(SeriesKey key)
    {
        if (!_metrics.TryGetValue(key.Metric, out Dictionary<SeriesKey, Entry>? entries))
        {
            if (_series >= maxSeries)
            {
                return null;
            }

            _metrics[key.Metric] = entries = [];
        }

        if (entries.TryGetValue(key, out Entry? entry))
        {
            return entry;
        }

        if (_series >= maxSeries)
        {
            return null;
        }

        _series++;
        return entries[key] = new Entry();
    }

    private void Trim()
    {
        // Points of many series share few seconds, so counting them by second is quicker than sorting them.
        var bySecond = new Dictionary<long, int>();
        foreach (Entry entry in _metrics.Values.SelectMany(entries => entries.Values))
        {
            entry.CountTimes(bySecond);
        }

        long keepAfter = 0;
        long toGo = (_points / 10) + 1;
        foreach ((long time, int count) in bySecond.OrderBy(second => second.Key))
        {
            keepAfter = time;
            toGo -= count;
            if (toGo <= 0)
            {
                break;
            }
        }

        foreach ((string metric, Dictionary<SeriesKey, Entry> entries) in _metrics.ToArray())
        {
            foreach ((SeriesKey key, Entry entry) in entries.ToArray())
            {
                int removed = entry.RemoveThrough(keepAfter);
                _points -= removed;
                _dropped += removed;
                if (entry.Count == 0)
                {
                    entries.Remove(key);
                    _series--;
                }
            }

            if (entries.Count == 0)
            {
                _metrics.Remove(metric);
            }
        }
    }

    // Points sorted by time; nearly all arrive in that order.
    private sealed class Entry
    {
        private readonly List<StoredPoint> _points = [];

        public MetricKind Kind { get; set; }

        public string? Unit { get; set; }

        public int Count => _points.Count;

        public long LastTime => _points.Count == 0 ? 0 : _points[^1].Time;

        // True when there is one point more than before.
        public bool Put(StoredPoint point, PointMode mode)
        {
            int after = IndexAfter(point.Time);
            if (mode != PointMode.Append && after > 0 && _points[after - 1].Time == point.Time)
            {
                ref StoredPoint same = ref CollectionsMarshal.AsSpan(_points)[after - 1];
                same = point with { Value = mode == PointMode.Sum ? same.Value + point.Value : point.Value };
                return false;
            }

            _points.Insert(after, point);
            return true;
        }

        public StoredPoint[] Between(long from, long to)
        {
            int begin = IndexAfter(from - 1);
            return [.. CollectionsMarshal.AsSpan(_points)[begin..Math.Max(begin, IndexAfter(to))]];
        }

        public void CountTimes(Dictionary<long, int> bySecond)
        {
            foreach (StoredPoint point in _points)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(bySecond, point.Time, out _)++;
            }
        }

        public int RemoveThrough(long time)
        {
            int count = IndexAfter(time);
            _points.RemoveRange(0, count);
            return count;
        }

        private int IndexAfter(long time)
        {
            if (_points.Count == 0 || _points[^1].Time <= time)
            {
                return _points.Count;
            }

            int low = 0;
            int high = _points.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_points[middle].Time <= time)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }
    }
}
