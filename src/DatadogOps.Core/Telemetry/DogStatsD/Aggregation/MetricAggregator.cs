using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD.Aggregation;

/// <summary>
/// Puts metrics together by their series before they are sent, as Datadog's own clients do (datadog-go,
/// <c>statsd/aggregator.go</c>). Bounded: a window ends early where too much waits.
/// </summary>
internal sealed class MetricAggregator(DogStatsDWriter writer, int capacity, Func<int, Datagram> next)
{
    // Tens of megabytes at most, unless each of the series gets hundreds of values in one window.
    private const int MaxSeries = 20_000;
    private const int MaxWaiting = 1000;

    private readonly Dictionary<SeriesKey, AggregatedSeries> _byText = [];
    private readonly Dictionary<string, AggregatedSeries> _byIdentity = new(StringComparer.Ordinal);

    /// <summary>Series that were written so far, window by window.</summary>
    public long Written { get; private set; }

    /// <summary>Takes a point of now; false when it must travel alone.</summary>
    public bool TryAdd(DatadogMetric metric)
    {
        if (_byText.Count >= MaxSeries)
        {
            Flush();
        }

        var key = new SeriesKey(metric);
        if (!_byText.TryGetValue(key, out AggregatedSeries? series))
        {
            string identity = key.Identity();
            if (!_byIdentity.TryGetValue(identity, out series))
            {
                series = new AggregatedSeries(metric, writer, capacity);
                _byIdentity.Add(identity, series);
            }

            _byText.Add(key, series);
        }

        if (!series.Fits)
        {
            return false;
        }

        if (series.Waiting >= MaxWaiting)
        {
            series.Flush(next);
        }

        return series.TryAdd(metric);
    }

    /// <summary>Ends the window: writes all that was given. A series that had nothing in it is forgotten.</summary>
    public void Flush()
    {
        bool isFull = _byText.Count >= MaxSeries;
        List<string>? idle = null;
        foreach ((string identity, AggregatedSeries series) in _byIdentity)
        {
            if (series.IsEmpty)
            {
                (idle ??= []).Add(identity);
            }
            else
            {
                Written++;
                series.Flush(next);
            }
        }

        if (isFull || idle is not null)
        {
            _byText.Clear();
            idle?.ForEach(identity => _byIdentity.Remove(identity));
        }

        if (isFull)
        {
            _byIdentity.Clear();
        }
    }
}
