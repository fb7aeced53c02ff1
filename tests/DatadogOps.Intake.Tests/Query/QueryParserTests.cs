using DatadogOps.Intake.Query;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Query;

public sealed class QueryParserTests
{
    [Fact]
    public void Reads_all_parts()
    {
        MetricQuery query = QueryParser.Parse("sum:a.b{state:idle in transaction, !host:db*} by {application_name,state}.as_count().rollup(max, 60)");
        Assert.Equal(Aggregator.Sum, query.SpaceAggregator);
        Assert.Equal("a.b", query.Metric);
        Assert.Equal(["state:idle_in_transaction", "!host:db*"], query.Filters.Select(filter => filter.ToString()));
        Assert.Equal(["application_name", "state"], query.GroupBy);
        Assert.Equal(Aggregator.Max, query.TimeAggregator);
        Assert.Equal(60, query.IntervalSec);
    }

    [Theory]
    [InlineData("a.b{*}", "aggregator")]
    [InlineData("p95:a.b{*}", "'p95' is no aggregator")]
    [InlineData("sum:a.b", "no scope")]
    [InlineData("sum:a.b{*", "closing }")]
    [InlineData("sum:a b{*}", "'a b' is no metric name")]
    [InlineData("sum:a.b{}", "a filter is empty")]
    [InlineData("sum:a.b{x:1,}", "a filter is empty")]
    [InlineData("sum:a.b{x:1 OR y:2}", "commas mean AND")]
    [InlineData("sum:a.b{x IN (1,2)}", "commas mean AND")]
    [InlineData("sum:a.b{*} by state", "'by' must be followed")]
    [InlineData("sum:a.b{*} by {}", "no list of tag keys")]
    [InlineData("sum:a.b{*} / sum:c.d{*}", "not understood")]
    [InlineData("sum:a.b{*},sum:c.d{*}", "not understood")]
    [InlineData("sum:a.b{*}.fill(zero)", ".fill(zero) is not understood")]
    [InlineData("sum:a.b{*}.rollup(median, 60)", "'median' is no aggregator")]
    [InlineData("sum:a.b{*}.rollup(avg, 0)", "'0' is no number of seconds")]
    public void Refuses_by_name(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<QueryException>(() => QueryParser.Parse(text)).Message, StringComparison.Ordinal);

    [Property(MaxTest = 500)]
    public bool Understands_or_refuses_and_never_fails_otherwise(int[] picks)
    {
        string[] pieces = ["sum", "avg:", ":", "a.b", "{", "}", "*", "!", ",", " by ", "state", "state:x y", ".", "rollup(", ")", "60", "as_count()", " ", "é"];
        string text = string.Concat(picks.Select(pick => pieces[(pick & int.MaxValue) % pieces.Length]));
        try
        {
            return QueryParser.Parse(text).Metric.Length > 0;
        }
        catch (QueryException)
        {
            return true;
        }
    }
}
