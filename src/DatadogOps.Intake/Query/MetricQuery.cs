using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Query;

/// <summary>How several values become one.</summary>
internal enum Aggregator
{
    Avg,
    Sum,
    Min,
    Max,
    Count,
}

/// <summary>One condition of a query's scope.</summary>
/// <param name="Negated">Whether it must not hold.</param>
/// <param name="Pattern">The normalised tag, cut at its wildcards; a single piece is compared whole.</param>
internal sealed record TagFilter(bool Negated, IReadOnlyList<string> Pattern)
{
    /// <summary>Whether a series passes.</summary>
    public bool Accepts(SeriesKey key) => key.Tags.Any(Matches) != Negated;

    /// <summary>The condition as Datadog writes it.</summary>
    public override string ToString() => (Negated ? "!" : string.Empty) + string.Join('*', Pattern);

    private bool Matches(string tag)
    {
        if (Pattern.Count == 1)
        {
            return tag == Pattern[0];
        }

        if (!tag.StartsWith(Pattern[0], StringComparison.Ordinal))
        {
            return false;
        }

        int at = Pattern[0].Length;
        foreach (string piece in Pattern.Skip(1).SkipLast(1))
        {
            int found = tag.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + piece.Length;
        }

        return tag.Length - at >= Pattern[^1].Length && tag.EndsWith(Pattern[^1], StringComparison.Ordinal);
    }
}

/// <summary>A query: <c>sum:metric{filters} by {tags}.rollup(avg, 60)</c>.</summary>
internal sealed record MetricQuery
{
    /// <summary>The text it was read from.</summary>
    public required string Text { get; init; }

    /// <summary>How series become one.</summary>
    public required Aggregator SpaceAggregator { get; init; }

    /// <summary>Metric name.</summary>
    public required string Metric { get; init; }

    /// <summary>Conditions that all hold.</summary>
    public required IReadOnlyList<TagFilter> Filters { get; init; }

    /// <summary>Tag keys that make groups.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>How points of one series in one interval become one; null for what suits the metric's type.</summary>
    public Aggregator? TimeAggregator { get; init; }

    /// <summary>Length of an interval in seconds; null for what suits the span.</summary>
    public int? IntervalSec { get; init; }

    /// <summary>Whether values are divided by the interval's length.</summary>
    public bool AsRate { get; init; }
}

/// <summary>A query that is not understood; the message tells where and what is.</summary>
internal sealed class QueryException(string message) : Exception(message);
