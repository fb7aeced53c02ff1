namespace DatadogOps.Datadog.Queries.Charts;

/// <summary>The points of one series.</summary>
internal sealed class ChartSeries
{
    private readonly double[] _starts;
    private readonly double[] _values;
    private readonly double _interval;

    private ChartSeries(string name, IReadOnlyList<DatadogMetricPoint> points)
    {
        Name = name;
        _starts = [.. points.Select(point => point.Timestamp.ToUnixTimeMilliseconds() / 1000.0)];
        _values = [.. points.Select(point => point.Value)];
        _interval = Math.Max(points[0].IntervalSeconds ?? 1, UsualGap(_starts));
    }

    public string Name { get; }

    public double Last => _values[^1];

    public double Min => _values.Min();

    public double Max => _values.Max();

    public double Begin => _starts[0];

    /// <summary>End of the last point's interval, in seconds since 1970.</summary>
    public double End => _starts[^1] + _interval;

    /// <summary>Groups points into series, those with the largest last values first.</summary>
    public static List<ChartSeries> Of(IEnumerable<DatadogMetricPoint> points)
    {
        List<IGrouping<(string Query, string Metric, string Scope), DatadogMetricPoint>> groups =
            [.. points.Where(point => double.IsFinite(point.Value)).GroupBy(point => (point.Query, point.Metric, point.Scope))];
        bool manyQueries = groups.Select(group => group.Key.Query).Distinct().Skip(1).Any();
        bool manyMetrics = groups.Select(group => group.Key.Metric).Distinct().Skip(1).Any();
        return
        [
            .. groups
                .Select(group => new ChartSeries(
                    Plain(manyMetrics ? $"{group.Key.Metric} {group.Key.Scope}" : manyQueries ? $"{group.Key.Query} {group.Key.Scope}" : group.Key.Scope),
                    [.. group.OrderBy(point => point.Timestamp)]))
                .OrderByDescending(series => series.Last)
                .ThenBy(series => series.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The text on one line, without control characters.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>Averages over equal parts of a period; null for a part without points.</summary>
    public double?[] Sample(double begin, double end, int columns)
    {
        var samples = new double?[columns];
        double width = (end - begin) / columns;
        int first = 0;
        for (int column = 0; column < columns; column++)
        {
            double from = begin + (column * width);
            double to = from + width;
            while (first < _starts.Length && _starts[first] + _interval <= from)
            {
                first++;
            }

            double sum = 0;
            int count = 0;
            for (int i = first; i < _starts.Length && _starts[i] < to; i++)
            {
                sum += _values[i];
                count++;
            }

            samples[column] = count == 0 ? null : sum / count;
        }

        return samples;
    }

    // Points that are sparser than the query's interval last until the next one; a longer pause than usual is a gap.
    private static double UsualGap(double[] starts)
    {
        double[] gaps = [.. starts.Zip(starts.Skip(1), (one, next) => next - one).Where(gap => gap > 0).Order()];
        return gaps.Length == 0 ? 1 : gaps[(gaps.Length - 1) / 2];
    }
}
