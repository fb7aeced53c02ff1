using System.Net;
using System.Text.Json;

namespace DatadogOps.Tests.Monitors;

public sealed class MonitorTests(IntakeFixture intake) : IClassFixture<IntakeFixture>
{
    private const string Usage = "avg(last_5m):avg:postgresql.percent_usage_connections{*} by {host} > 0.85";

    [Fact]
    public async Task A_monitor_lives_and_dies()
    {
        string name = Guid.NewGuid().ToString("N");
        (HttpStatusCode status, JsonElement made) = await intake.PostAsync(
            "api/v1/monitor",
            Monitor(Usage, """{"critical":0.85,"critical_recovery":0.8,"warning":0.7}""", type: "metric alert", name: name, more: ""","tags":["team:db","managed_by:x"],"message":"@me","priority":2"""));
        Assert.Equal(HttpStatusCode.OK, status);
        long id = made.GetProperty("id").GetInt64();
        Assert.Equal("query alert", made.GetProperty("type").GetString());
        Assert.True(made.GetProperty("multi").GetBoolean());
        Assert.Equal("No Data", made.GetProperty("overall_state").GetString());
        Assert.True(made.GetProperty("options").GetProperty("include_tags").GetBoolean());
        Assert.Equal(made.GetRawText(), (await intake.GetAsync($"api/v1/monitor/{id}")).Body.GetRawText());
        Assert.Equal([id], await IdsAsync($"name={name[..10].ToUpperInvariant()}"));
        Assert.Equal([id], await IdsAsync($"name={name}&monitor_tags=managed_by:x,team:db&page=0&page_size=10"));
        Assert.Empty(await IdsAsync($"name={name}&monitor_tags=other:x"));
        Assert.Empty(await IdsAsync($"name={name}&page=1&page_size=10"));

        (status, JsonElement changed) = await intake.PostAsync($"api/v1/monitor/{id}", """{"name":"renamed","options":{"thresholds":{"critical":0.85}}}""", HttpMethod.Put);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("renamed", changed.GetProperty("name").GetString());
        Assert.Equal("@me", changed.GetProperty("message").GetString());
        Assert.False(changed.GetProperty("options").GetProperty("thresholds").TryGetProperty("warning", out _));
        Assert.Equal(made.GetProperty("created").GetString(), changed.GetProperty("created").GetString());

        Assert.Equal($$"""{"deleted_monitor_id":{{id}}}""", (await intake.SendAsync(HttpMethod.Delete, $"api/v1/monitor/{id}")).Body.GetRawText());
        (status, JsonElement gone) = await intake.GetAsync($"api/v1/monitor/{id}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("Monitor not found", Answers.Error(gone));
    }

    [Fact]
    public async Task What_was_read_may_be_sent_back()
    {
        (_, JsonElement made) = await intake.PostAsync("api/v1/monitor", Monitor(Usage, """{"critical":0.85}""", name: Guid.NewGuid().ToString("N")));
        Assert.Equal(HttpStatusCode.OK, (await intake.PostAsync($"api/v1/monitor/{made.GetProperty("id").GetInt64()}", made.GetRawText(), HttpMethod.Put)).Status);
    }

    [Fact]
    public async Task A_second_one_of_the_same_is_refused()
    {
        string monitor = Monitor(Usage, """{"critical":0.85}""", name: Guid.NewGuid().ToString("N"));
        long id = (await intake.PostAsync("api/v1/monitor", monitor)).Body.GetProperty("id").GetInt64();
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/monitor", monitor);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"Duplicate of an existing monitor_id:{id}", Answers.Error(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Usage, "0.85")]
    [InlineData("avg(last_15m):avg:postgresql.percent_usage_connections{*} > 0.9", "0.9")]
    [InlineData("pct_change(avg(last_5m),last_30m):avg:postgresql.percent_usage_connections{*} by {host} > 50", "50")]
    [InlineData("change(max(last_1h),last_1d):sum:m.a{env:prod,!role:db}.as_count() <= -5", "-5")]
    [InlineData("sum(last_1d):sum:a.b{*}.as_count() / sum:a.c{*} by {host,db} * 100 >= 1.5e1", "15")]
    [InlineData("avg(last_5m):( avg:a.b{*} + 1 ) * default_zero(avg:a.c{*}.rollup(sum, 60)) < 2", "2")]
    [InlineData("avg(last_4h):anomalies(avg:a.b{*}, 'agile', 2, direction='above', interval=60) >= 1", "1")]
    [InlineData("avg(current_1mo):avg:system.load.5{*} > 0.5", "0.5")]
    [InlineData("percentile(last_5m):p95:a.b{*} > 1", "1")]
    public async Task Queries_of_metrics_are_understood(string query, string critical) =>
        Assert.Equal((HttpStatusCode.OK, "{}"), await ValidateAsync(Monitor(query, $$"""{"critical":{{critical}}}""")));

    [Theory]
    [InlineData("avg:m{*} > 1", "write it as avg(last_5m)")]
    [InlineData("avg(last_5m):avg:m{*}", "invalid operator specified: ")]
    [InlineData("avg(last_5x):avg:m{*} > 1", "'last_5x' is no window")]
    [InlineData("avg(last_0m):avg:m{*} > 1", "is not from a minute")]
    [InlineData("mean(last_5m):avg:m{*} > 1", "write it as avg(last_5m)")]
    [InlineData("avg(last_5m):mean:m{*} > 1", "'mean' is no aggregator")]
    [InlineData("avg(last_5m):m{*} > 1", "has no aggregator")]
    [InlineData("avg(last_5m):avg:m > 1", "has no scope")]
    [InlineData("avg(last_5m):avg:m{} > 1", "empty or nested scope")]
    [InlineData("avg(last_5m):avg:m{* > 1", "no closing }")]
    [InlineData("avg(last_5m):avg:1m{*} > 1", "'1m' is no metric name")]
    [InlineData("avg(last_5m):avg:m{*} by host > 1", "'by' must be followed")]
    [InlineData("avg(last_5m):(avg:m{*} > 1", "lacks a )")]
    [InlineData("avg(last_5m):1 + 2 > 1", "no metric in it")]
    [InlineData("pct_change(avg(last_5m)):avg:m{*} > 1", "write it as avg(last_5m)")]
    public async Task Mistakes_in_queries_are_named(string query, string reason) =>
        await RefusesAsync(Monitor(query, """{"critical":1}"""), "The value provided for parameter 'query' is invalid: ", reason);

    [Theory]
    [InlineData("> 1", """{"critical":2}""", "Alert threshold (2.0) does not match that used in the query (1.0).")]
    [InlineData("> 1", """{"warning":0.5}""", "Alert status is required.")]
    [InlineData("> 1", """{"critical":"1"}""", "Non-numeric threshold value.")]
    [InlineData("> 1", """{"critical":1,"ok":0}""", "Invalid threshold statuses found: ok.")]
    [InlineData("> 1", """{"critical":1,"warning":1}""", "Warning threshold (1.0) must be less than the alert threshold (1.0) with > comparison.")]
    [InlineData("< 1", """{"critical":1,"warning":0.5}""", "Warning threshold (0.5) must be greater than the alert threshold (1.0) with < comparison.")]
    [InlineData("> 1", """{"critical":1,"critical_recovery":1.1}""", "simultaneously in alert and alert recovery states")]
    [InlineData(">= 1", """{"critical":1,"critical_recovery":1}""", "simultaneously in alert and alert recovery states")]
    [InlineData("< 1", """{"critical":1,"critical_recovery":0.9}""", "simultaneously in alert and alert recovery states")]
    [InlineData("> 1", """{"critical":1,"warning":0.5,"warning_recovery":0.6}""", "simultaneously in warning and warning recovery states")]
    [InlineData("> 1", """{"critical":1,"warning_recovery":0.6}""", "Warning status is required")]
    public async Task Thresholds_fit_each_other_and_the_query(string comparison, string thresholds, string reason) =>
        await RefusesAsync(Monitor($"avg(last_5m):avg:m{{*}} {comparison}", thresholds), reason, string.Empty);

    [Theory]
    [InlineData("service check", "\\\"http.can_connect\\\".over(\\\"instance:a\\\",\\\"b\\\").by(\\\"host\\\",\\\"url\\\").last(4).count_by_status()", """{"ok":1,"warning":2,"critical":3}""")]
    [InlineData("event-v2 alert", "events(\\\"status:error source:chef\\\").rollup(\\\"count\\\").by(\\\"host\\\").last(\\\"5m\\\") > 2", """{"critical":2}""")]
    [InlineData("log alert", "logs(\\\"service:foo AND type:error\\\").index(\\\"main\\\").rollup(\\\"count\\\").by(\\\"source\\\").last(\\\"5m\\\") > 2", """{"critical":2,"warning":1}""")]
    public async Task Other_types_are_read_for_their_form(string type, string query, string thresholds)
    {
        Assert.Equal((HttpStatusCode.OK, "{}"), await ValidateAsync(Monitor(query, thresholds, type)));
        Assert.Equal(HttpStatusCode.BadRequest, (await ValidateAsync(Monitor("query", thresholds, type))).Status);
    }

    [Theory]
    [InlineData("""{"type":"query alert","query":"avg(last_5m):avg:m{*} > 1"}""", "'name' is missing")]
    [InlineData("""{"name":"n","query":"avg(last_5m):avg:m{*} > 1"}""", "'type' is missing")]
    [InlineData("""{"name":"n","type":"query alert"}""", "'query' is missing")]
    [InlineData("""{"name":"n","type":"nope","query":"x"}""", "parameter 'type' is invalid")]
    [InlineData("""{"name":"n","type":"query alert","query":"avg(last_5m):avg:m{*} > 1","priority":6}""", "6 is not from 1 to 5")]
    [InlineData("""{"name":"n","type":"query alert","query":"avg(last_5m):avg:m{*} > 1","tag":[]}""", "no property 'tag'")]
    [InlineData("""{"name":"n","type":"query alert","query":"avg(last_5m):avg:m{*} > 1","options":{"notify_nodata":true}}""", "no property 'notify_nodata'")]
    [InlineData("""{"name":"n","type":"query alert","query":"avg(last_5m):avg:m{*} > 1","options":{"include_tags":"yes"}}""", "true or false is expected")]
    public async Task Properties_are_checked(string json, string reason) => await RefusesAsync(json, reason, string.Empty);

    [Fact]
    public async Task An_existing_one_is_validated_too()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await intake.PostAsync("api/v1/monitor/7/validate", Monitor(Usage, """{"critical":0.85}"""))).Status);
        long id = (await intake.PostAsync("api/v1/monitor", Monitor(Usage, """{"critical":0.85}""", name: Guid.NewGuid().ToString("N")))).Body.GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.OK, (await intake.PostAsync($"api/v1/monitor/{id}/validate", Monitor(Usage, """{"critical":0.85}"""))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await intake.PostAsync($"api/v1/monitor/{id}/validate", Monitor(Usage, """{"critical":1}"""))).Status);
    }

    [Theory]
    [InlineData("GET", "api/v1/monitor")]
    [InlineData("GET", "api/v1/monitor/1")]
    [InlineData("POST", "api/v1/monitor")]
    [InlineData("POST", "api/v1/monitor/validate")]
    [InlineData("DELETE", "api/v1/monitor/1")]
    [InlineData("GET", "api/v1/dashboard")]
    [InlineData("POST", "api/v1/dashboard")]
    [InlineData("GET", "api/v1/tags/hosts/x")]
    [InlineData("GET", "api/v2/events")]
    public async Task Needs_both_keys(string method, string path)
    {
        (HttpStatusCode status, JsonElement body) = await intake.SendAsync(new HttpMethod(method), path, applicationKey: null);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("Forbidden", Answers.Error(body));
    }

    private static string Monitor(string query, string thresholds, string type = "query alert", string name = "n", string more = "") =>
        $$$"""{"name":"{{{name}}}","type":"{{{type}}}","query":"{{{query}}}","options":{"thresholds":{{{thresholds}}}}{{{more}}}}""";

    private async Task<(HttpStatusCode Status, string Body)> ValidateAsync(string monitor)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/monitor/validate", monitor);
        return (status, body.GetRawText());
    }

    private async Task RefusesAsync(string monitor, string first, string then)
    {
        (HttpStatusCode status, JsonElement body) = await intake.PostAsync("api/v1/monitor/validate", monitor);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(first, Answers.Error(body), StringComparison.Ordinal);
        Assert.Contains(then, Answers.Error(body), StringComparison.Ordinal);
    }

    private async Task<long[]> IdsAsync(string query) => [.. (await intake.GetAsync("api/v1/monitor?" + query)).Body.EnumerateArray().Select(one => one.GetProperty("id").GetInt64())];
}
