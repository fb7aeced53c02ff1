using System.Text.Json;

namespace DatadogOps.Tests.DogStatsD;

public sealed class DogStatsDReceiverTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    [Fact]
    public async Task Gauges_belong_to_this_host_unless_a_tag_says_otherwise()
    {
        await intake.SendDogStatsDAsync("dsd.gauge:1|g\ndsd.gauge:2|g|#host:there\ndsd.gauge:4|g|#host:,dd.internal.entity_id:x");
        Assert.Equal(
            new() { ["host:here"] = 1, ["host:there"] = 2, ["host:N/A"] = 4 },
            Answers.LastValues((await intake.QueryAsync("sum:dsd.gauge{*} by {host}")).Body));
        Assert.Equal(
            new() { ["dd.internal.entity_id:N/A"] = 7 },
            Answers.LastValues((await intake.QueryAsync("sum:dsd.gauge{*} by {dd.internal.entity_id}")).Body));
    }

    [Fact]
    public async Task Counts_are_added_and_scaled_by_their_sample_rate()
    {
        await intake.SendDogStatsDAsync("dsd.count:1:2|c\ndsd.count:1|c|@0.25");
        Assert.Equal(7, await LastAsync("sum:dsd.count{*}"));
    }

    [Fact]
    public async Task Histograms_become_what_the_Agent_makes_of_them()
    {
        await intake.SendDogStatsDAsync(string.Join('\n', Enumerable.Range(1, 20).Select(value => $"dsd.hist:{value}|h")));
        Assert.Equal(10.5, await LastAsync("avg:dsd.hist.avg{*}"));
        Assert.Equal(20, await LastAsync("avg:dsd.hist.max{*}"));
        Assert.Equal(10, await LastAsync("avg:dsd.hist.median{*}"));
        Assert.Equal(19, await LastAsync("avg:dsd.hist.95percentile{*}"));
        Assert.Equal(20, await LastAsync("sum:dsd.hist.count{*}"));

        await intake.SendDogStatsDAsync("dsd.hist:100|ms|@0.5");
        Assert.Equal(22, await LastAsync("sum:dsd.hist.count{*}"));
        Assert.Equal(100, await LastAsync("avg:dsd.hist.max{*}"));
    }

    [Fact]
    public async Task Sets_count_different_values()
    {
        await intake.SendDogStatsDAsync("dsd.set:a|s\ndsd.set:b|s\ndsd.set:a|s");
        Assert.Equal(2, await LastAsync("sum:dsd.set{*}"));
    }

    [Fact]
    public async Task Distributions_keep_every_value()
    {
        await intake.SendDogStatsDAsync("dsd.dist:1:2:9|d");
        Assert.Equal(4, await LastAsync("avg:dsd.dist{*}"));
        Assert.Equal(3, await LastAsync("count:dsd.dist{*}"));
    }

    [Fact]
    public async Task Timestamps_put_points_where_they_belong()
    {
        long then = intake.Now - 100;
        await intake.SendDogStatsDAsync($"dsd.past:5|g|T{then}\ndsd.past:6|g|T{intake.Now - 3601}");
        JsonElement line = Assert.Single((await intake.QueryAsync("sum:dsd.past{*}.rollup(avg, 1)", 7200)).Body.GetProperty("series").EnumerateArray());
        JsonElement point = Assert.Single(line.GetProperty("pointlist").EnumerateArray());
        Assert.Equal(5, point[1].GetDouble());
        Assert.InRange(then, point[0].GetInt64() / 1000, (point[0].GetInt64() / 1000) + line.GetProperty("interval").GetInt32() - 1);
    }

    [Fact]
    public async Task Malformed_lines_are_told_and_the_others_count()
    {
        string good = $"dsd.good:1|g";
        await intake.SendDogStatsDAsync($"dsd.bad:x|g\n{good}\n\n123:1|g\n_e{{2,2}}:hi|yo\n_sc|up|0");
        Assert.Equal(1, await LastAsync("sum:dsd.good{*}"));
        string[] lines = [.. (await intake.GetAsync("intake/malformed")).Body.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("line").GetString()!)];
        Assert.Contains("dsd.bad:x|g", lines);
        Assert.Contains("123:1|g", lines);
        Assert.DoesNotContain(good, lines);
        JsonElement health = (await intake.GetAsync("intake/health")).Body.GetProperty("dogstatsd");
        Assert.Equal(1, health.GetProperty("events").GetInt32());
        Assert.Equal(1, health.GetProperty("service_checks").GetInt32());
        Assert.Equal(2, health.GetProperty("malformed").GetInt32());
    }

    [Fact]
    public async Task Metrics_are_listed_with_their_tags()
    {
        await intake.SendDogStatsDAsync("dsd.listed:1|g|#b:1,a\ndsd.listed:1|g|#c:1");
        JsonElement metric = Assert.Single(
            (await intake.GetAsync("intake/metrics")).Body.GetProperty("metrics").EnumerateArray(),
            metric => metric.GetProperty("metric").GetString() == "dsd.listed");
        Assert.Equal("""["a","b","c","host"]""", metric.GetProperty("tags").GetRawText());
        Assert.Equal(2, metric.GetProperty("series").GetInt32());
        Assert.Equal(2, metric.GetProperty("points").GetInt32());
        Assert.Equal("gauge", metric.GetProperty("type").GetString());
    }

    private async Task<double> LastAsync(string query) => Assert.Single(Answers.LastValues((await intake.QueryAsync(query)).Body)).Value;
}
