using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>
/// What the Agent makes of histograms, timings and sets in windows of 10 seconds: average, maximum, median, 95th
/// percentile and count; the number of different values. Windows still open are published too, again and again, so that
/// a query never has to wait. Source of the arithmetic: the Agent's pkg/metrics/histogram.go.
/// </summary>
internal sealed class AggregationWindows(MetricIngest ingest)
{
    private const int WindowSec = 10;

    // Samples that wait at once; more are dropped, as a bound on memory.
    private const int MaxPending = 1_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(long Begin, SeriesKey Key), Window> _windows = [];
    private int _pending;
    private long _dropped;

    /// <summary>Samples dropped by the bound.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a histogram's or timing's value.</summary>
    public void AddSample(SeriesKey key, long time, double value, double sampleRate) =>
        Add(key, time, window => window.Samples.Add((value, (long)(1 / sampleRate))));

    /// <summary>Adds a set's value.</summary>
    public void AddToSet(SeriesKey key, long time, string value) =>
        Add(key, time, window => (window.Set ??= new HashSet<string>(StringComparer.Ordinal)).Add(value));

    /// <summary>Writes what changed since the last time to the store, and forgets windows that have ended by the time, in Unix seconds.</summary>
    public void Publish(long now)
    {
        lock (_gate)
        {
            foreach (((long begin, SeriesKey key), Window window) in _windows.ToArray())
            {
                if (window.IsChanged)
                {
                    Publish(key, begin, window, now);
                    window.IsChanged = false;
                }

                if (begin + WindowSec < now)
                {
                    _windows.Remove((begin, key));
                    _pending -= window.Size;
                }
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _windows.Clear();
            _pending = 0;
            _dropped = 0;
        }
    }

    private void Add(SeriesKey key, long time, Action<Window> add)
    {
        lock (_gate)
        {
            if (_pending >= MaxPending)
            {
                _dropped++;
                return;
            }

            long begin = time - (time % WindowSec);
            if (!_windows.TryGetValue((begin, key), out Window? window))
            {
                _windows[(begin, key)] = window = new Window();
            }

            int before = window.Size;
            add(window);
            window.IsChanged = true;
            _pending += window.Size - before;
        }
    }

    private void Publish(SeriesKey key, long begin, Window window, long now)
    {
        if (window.Set is not null)
        {
            Put(key, MetricKind.Gauge, begin, window.Set.Count, now);
        }

        if (window.Samples.Count == 0)
        {
            return;
        }

        window.Samples.Sort((left, right) => left.Value.CompareTo(right.Value));
        long count = window.Samples.Sum(sample => sample.Weight);
        Put(key.WithSuffix(".avg"), MetricKind.Gauge, begin, window.Samples.Sum(sample => sample.Value * sample.Weight) / count, now);
        Put(key.WithSuffix(".max"), MetricKind.Gauge, begin, window.Samples[^1].Value, now);
        Put(key.WithSuffix(".median"), MetricKind.Gauge, begin, ValueAt(window.Samples, (count - 1) / 2), now);
        Put(key.WithSuffix(".95percentile"), MetricKind.Gauge, begin, ValueAt(window.Samples, ((95 * count) - 1) / 100), now);
        Put(key.WithSuffix(".count"), MetricKind.Count, begin, count, now);
    }

    private static double ValueAt(List<(double Value, long Weight)> sorted, long target)
    {
        long weight = 0;
        foreach ((double value, long sampleWeight) in sorted)
        {
            weight += sampleWeight;
            if (weight > target)
            {
                return value;
            }
        }

        return sorted[^1].Value;
    }

    private void Put(SeriesKey key, MetricKind kind, long begin, double value, long now) =>
        ingest.Add(key, kind, new StoredPoint(begin, value), PointMode.Replace, now);

    private sealed class Window
    {
        public List<(double Value, long Weight)> Samples { get; } = [];

        public HashSet<string>? Set { get; set; }

        public bool IsChanged { get; set; }

        public int Size => Samples.Count + (Set?.Count ?? 0);
    }
}
