using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Query;

/// <summary>One line of an answer.</summary>
/// <param name="TagSet">The group's tags, <c>key:value</c>; empty without grouping.</param>
/// <param name="Points">Begin of the interval in Unix seconds, and value.</param>
/// <param name="Unit">The metric's unit.</param>
internal sealed record QueryLine(IReadOnlyList<string> TagSet, IReadOnlyList<StoredPoint> Points, string? Unit);

/// <summary>An answer.</summary>
internal sealed record QueryResult(int IntervalSec, IReadOnlyList<QueryLine> Lines);

/// <summary>
/// Answers queries: the points of each series in each interval become one (gauges and rates: average; counts: sum), then
/// the series of a group become one. A series without points in an interval is not counted there: nothing is interpolated.
/// </summary>
internal static class QueryEvaluator
{
    // What Datadog shows for a series that lacks the tag.
    private const string Missing = "N/A";

    /// <summary>Answers a query over a span, both ends in Unix seconds and included.</summary>
    public static QueryResult Evaluate(IMetricStore store, MetricQuery query, long from, long to)
    {
        int interval = Math.Max(query.IntervalSec ?? QueryInterval.ForSpan(to - from), QueryInterval.Smallest(to - from));
        var groups = new SortedDictionary<string, Group>(StringComparer.Ordinal);
        foreach (StoredSeries series in store.Read(query.Metric, from, to))
        {
            if (!query.Filters.All(filter => filter.Accepts(series.Key)))
            {
                continue;
            }

            foreach (string[] tags in TagSets(series.Key, query.GroupBy))
            {
                string name = string.Join(',', tags);
                if (!groups.TryGetValue(name, out Group? group))
                {
                    groups[name] = group = new Group(tags);
                }

                group.Add(series, query, interval);
            }
        }

        return new QueryResult(interval, [.. groups.Values.Select(group => group.ToLine(query, interval))]);
    }

    // A series that has a tag twice belongs to both groups.
    private static IEnumerable<string[]> TagSets(SeriesKey key, IReadOnlyList<string> groupBy)
    {
        IEnumerable<string[]> sets = [[]];
        foreach (string tagKey in groupBy)
        {
            string[] values = [.. key.ValuesOf(tagKey).DefaultIfEmpty(Missing)];
            sets = sets.SelectMany(set => values.Select(value => (string[])[.. set, $"{tagKey}:{value}"]));
        }

        return sets;
    }

    private static double Aggregate(Aggregator aggregator, List<double> values) => aggregator switch
    {
        Aggregator.Sum => values.Sum(),
        Aggregator.Min => values.Min(),
        Aggregator.Max => values.Max(),
        Aggregator.Count => values.Count,
        _ => values.Average(),
    };

    private static SortedDictionary<long, List<double>> ByInterval(StoredSeries series, int interval)
    {
        var result = new SortedDictionary<long, List<double>>();
        foreach (StoredPoint point in series.Points)
        {
            AddTo(result, point.Time - (((point.Time % interval) + interval) % interval), point.Value);
        }

        return result;
    }

    private static void AddTo(SortedDictionary<long, List<double>> intervals, long begin, double value)
    {
        if (!intervals.TryGetValue(begin, out List<double>? values))
        {
            intervals[begin] = values = [];
        }

        values.Add(value);
    }

    private sealed class Group(string[] tags)
    {
        private readonly SortedDictionary<long, List<double>> _intervals = [];
        private string? _unit;

        public void Add(StoredSeries series, MetricQuery query, int interval)
        {
            _unit ??= series.Unit;
            Aggregator overTime = query.TimeAggregator ?? (series.Kind == MetricKind.Count ? Aggregator.Sum : Aggregator.Avg);
            foreach ((long begin, List<double> values) in ByInterval(series, interval))
            {
                if (series.Kind == MetricKind.Distribution)
                {
                    // All its values count alike, whichever series and moment they are from.
                    values.ForEach(value => AddTo(_intervals, begin, value));
                }
                else
                {
                    AddTo(_intervals, begin, Aggregate(overTime, values));
                }
            }
        }

        public QueryLine ToLine(MetricQuery query, int interval) => new(
            tags,
            [.. _intervals.Select(at => new StoredPoint(at.Key, Aggregate(query.SpaceAggregator, at.Value) / (query.AsRate ? interval : 1)))],
            _unit);
    }
}
