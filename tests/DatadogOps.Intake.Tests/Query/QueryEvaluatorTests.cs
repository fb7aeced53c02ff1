using DatadogOps.Intake.Query;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Tests.Query;

public sealed class QueryEvaluatorTests
{
    private const string Metric = "postgresql.connection_state";

    // The beginning of an interval of every length used here.
    private const long Begin = 1_800_000_000;

    private readonly MemoryMetricStore _store = new();

    [Fact]
    public void Article_query_by_state_sums_over_applications()
    {
        AddArticle(Begin);
        Assert.Equal(
            new() { ["state:active"] = 5, ["state:idle"] = 13, ["state:idle_in_transaction"] = 4, ["state:idle_in_transaction_aborted"] = 1 },
            Last("sum:postgresql.connection_state{*} by {state}"));
    }

    [Fact]
    public void Article_query_of_idle_by_application()
    {
        AddArticle(Begin);
        Assert.Equal(
            new() { ["application_name:reporting"] = 1, ["application_name:web"] = 8, ["application_name:worker-medium"] = 4 },
            Last("sum:postgresql.connection_state{state:idle} by {application_name}"));
    }

    [Fact]
    public void Article_query_of_one_application_by_state()
    {
        AddArticle(Begin);
        Assert.Equal(
            new() { ["state:active"] = 2, ["state:idle"] = 4, ["state:idle_in_transaction"] = 3 },
            Last("sum:postgresql.connection_state{application_name:worker-medium} by {state}"));
    }

    [Fact]
    public void Article_numbers_stay_when_sampled_often_and_by_several_databases()
    {
        for (int second = 0; second < 30; second++)
        {
            AddArticle(Begin + second);
            Add("state:idle|application_name:web|database:other", 100, Begin + second);
        }

        QueryResult result = Run("sum:postgresql.connection_state{*} by {state}");
        Assert.Equal(10, result.IntervalSec);
        Assert.Equal([113, 113, 113], Line(result, "state:idle").Points.Select(point => point.Value));
        Assert.Equal([Begin, Begin + 10, Begin + 20], Line(result, "state:idle").Points.Select(point => point.Time));
        Assert.Equal(13, Last("sum:postgresql.connection_state{!database:other} by {state}")["state:idle"]);
    }

    [Theory]
    [InlineData("sum", 23)]
    [InlineData("avg", 23 / 9.0)]
    [InlineData("min", 1)]
    [InlineData("max", 8)]
    [InlineData("count", 9)]
    public void Space_aggregators_work_over_series(string aggregator, double expected)
    {
        AddArticle(Begin);
        Assert.Equal(new() { [string.Empty] = expected }, Last($"{aggregator}:postgresql.connection_state{{*}}"));
    }

    [Theory]
    [InlineData("state:idle*", 18)]
    [InlineData("state:idle in transaction*", 5)]
    [InlineData("state:*transaction", 4)]
    [InlineData("state:*in*trans*", 5)]
    [InlineData("!state:idle*", 5)]
    [InlineData("application_name:web, state:idle", 8)]
    [InlineData("application_name:WEB,!state:Idle In Transaction (aborted)", 10)]
    [InlineData("*", 23)]
    public void Filters_select_series(string scope, double expected)
    {
        AddArticle(Begin);
        Assert.Equal(expected, Last($"sum:postgresql.connection_state{{{scope}}}")[string.Empty]);
    }

    [Fact]
    public void Filter_that_nothing_passes_gives_no_line()
    {
        AddArticle(Begin);
        Assert.Empty(Run("sum:postgresql.connection_state{state:nope} by {state}").Lines);
        Assert.Empty(Run("sum:no.such.metric{*}").Lines);
    }

    [Fact]
    public void Groups_by_several_tags()
    {
        AddArticle(Begin);
        Dictionary<string, double> last = Last("sum:postgresql.connection_state{*} by {application_name,state}");
        Assert.Equal(9, last.Count);
        Assert.Equal(3, last["application_name:worker-medium,state:idle_in_transaction"]);
    }

    [Fact]
    public void Series_without_the_tag_are_a_group_of_their_own_and_a_tag_twice_belongs_to_both()
    {
        Add("state:idle", 1, Begin);
        Add("state:idle|zone:a|zone:b", 10, Begin);
        Assert.Equal(new() { ["zone:N/A"] = 1, ["zone:a"] = 10, ["zone:b"] = 10 }, Last("sum:postgresql.connection_state{*} by {zone}"));
    }

    [Fact]
    public void Gauges_are_averaged_over_time_and_missing_series_are_not_invented()
    {
        Add("state:idle|application_name:web", 4, Begin);
        Add("state:idle|application_name:web", 8, Begin + 9);
        Add("state:idle|application_name:worker-medium", 1, Begin);
        Add("state:idle|application_name:web", 5, Begin + 10);
        QueryLine line = Assert.Single(Run("sum:postgresql.connection_state{*}").Lines);
        Assert.Equal([new StoredPoint(Begin, 7), new StoredPoint(Begin + 10, 5)], line.Points);
    }

    [Fact]
    public void Counts_are_summed_over_time()
    {
        SeriesKey key = SeriesKey.Create("hits", [], null);
        for (int second = 0; second < 10; second++)
        {
            _store.Add(key, MetricKind.Count, null, [new StoredPoint(Begin + second, 2)], PointMode.Sum);
        }

        Assert.Equal(20, Last("sum:hits{*}")[string.Empty]);
        Assert.Equal(2, Last("sum:hits{*}.as_rate()")[string.Empty]);
        Assert.Equal(2, Last("sum:hits{*}.rollup(avg, 10)")[string.Empty]);
        Assert.Equal(20, Last("avg:hits{*}.as_count()")[string.Empty]);
        Assert.Equal([10, 10], Assert.Single(Run("sum:hits{*}.rollup(sum, 5)").Lines).Points.Select(point => point.Value));
    }

    [Fact]
    public void Distributions_count_every_value_alike()
    {
        SeriesKey one = SeriesKey.Create("took", [], "a");
        SeriesKey other = SeriesKey.Create("took", [], "b");
        foreach (double value in new double[] { 1, 2, 3 })
        {
            _store.Add(one, MetricKind.Distribution, null, [new StoredPoint(Begin, value)], PointMode.Append);
        }

        _store.Add(other, MetricKind.Distribution, null, [new StoredPoint(Begin + 1, 10)], PointMode.Append);
        Assert.Equal(4, Last("avg:took{*}")[string.Empty]);
        Assert.Equal(4, Last("count:took{*}")[string.Empty]);
        Assert.Equal(16, Last("sum:took{*}")[string.Empty]);
    }

    [Theory]
    [InlineData(300, 10)]
    [InlineData(3600, 20)]
    [InlineData(4 * 3600, 60)]
    [InlineData(86_400, 300)]
    [InlineData(365 * 86_400, 86_400)]
    public void Interval_suits_the_span(long spanSec, int intervalSec) => Assert.Equal(intervalSec, QueryInterval.ForSpan(spanSec));

    [Fact]
    public void Interval_asked_for_gives_1500_points_at_most()
    {
        AddArticle(Begin);
        Assert.Equal(3, QueryEvaluator.Evaluate(_store, QueryParser.Parse("sum:postgresql.connection_state{*}.rollup(avg, 1)"), Begin - 3600, Begin + 3).IntervalSec);
    }

    private static QueryLine Line(QueryResult result, string tag) => Assert.Single(result.Lines, line => line.TagSet.SequenceEqual([tag]));

    // web 8 idle, 2 active, 1 aborted; worker-medium 4 idle, 2 active, 3 in transaction; reporting 1 idle, 1 active, 1 in transaction.
    private void AddArticle(long time)
    {
        Add("state:idle|application_name:web|database:app", 8, time);
        Add("state:active|application_name:web|database:app", 2, time);
        Add("state:idle in transaction (aborted)|application_name:web|database:app", 1, time);
        Add("state:idle|application_name:worker-medium|database:app", 4, time);
        Add("state:active|application_name:worker-medium|database:app", 2, time);
        Add("state:idle in transaction|application_name:worker-medium|database:app", 3, time);
        Add("state:idle|application_name:reporting|database:app", 1, time);
        Add("state:active|application_name:reporting|database:app", 1, time);
        Add("state:idle in transaction|application_name:reporting|database:app", 1, time);
    }

    private void Add(string tags, double value, long time) =>
        _store.Add(SeriesKey.Create(Metric, tags.Split('|'), "db1"), MetricKind.Gauge, "connection", [new StoredPoint(time, value)], PointMode.Replace);

    private QueryResult Run(string query) => QueryEvaluator.Evaluate(_store, QueryParser.Parse(query), Begin - 60, Begin + 60);

    private Dictionary<string, double> Last(string query) =>
        Run(query).Lines.ToDictionary(line => string.Join(',', line.TagSet), line => line.Points[^1].Value);
}
