using DatadogOps.Datadog.Monitors;
using FsCheck;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Datadog.Monitors;

public class MonitorQueryTests
{
    [Theory]
    [InlineData("avg(last_5m):avg:a.b{*} > 0.85", ">", 0.85)]
    [InlineData("avg(last_5m):avg:a.b{*} by {host} <= -3", "<=", -3)]
    [InlineData("logs(\"a > 1\").last(\"5m\") >= 1e3", ">=", 1000)]
    [InlineData("avg(last_5m):avg:a{*}>.5 ", ">", .5)]
    public void TheLimitIsWhatTheQueryEndsIn(string query, string comparison, double critical) =>
        Assert.Equal((comparison, critical), MonitorQuery.Limit(query));

    [Theory]
    [InlineData("avg(last_5m):avg:a.b{*}")]
    [InlineData("\"http.can_connect\".over(\"*\").last(2).count_by_status()")]
    [InlineData("avg(last_5m):avg:a{*} > threshold")]
    [InlineData("")]
    public void AQueryWithoutALimitHasNone(string query) => Assert.Null(MonitorQuery.Limit(query));

    [Property]
    public bool AnyNumberIsReadBackAsItWasWritten(NormalFloat number)
    {
        double value = number.Get;
        string text = MonitorQuery.Number(value);
        double read = MonitorQuery.Limit($"avg(last_5m):avg:a{{*}} > {text}")!.Value.Critical;
        return !text.Contains('E', StringComparison.Ordinal) && (Math.Abs(value) is < 1e-10 or > 1e15 || read.Equals(value) || Math.Abs(read - value) < Math.Abs(value) * 1e-10);
    }

    [Property]
    public bool NoTextMakesItFail(NonNull<string> text)
    {
        _ = MonitorQuery.Limit(text.Get);
        _ = MonitorQuery.WindowMinutes(text.Get);
        return !MonitorQuery.HasWindow(text.Get) || text.Get.Contains('(', StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avg(last_5m):x", 5)]
    [InlineData("pct_change(avg(last_2h),last_1d):x", 120)]
    [InlineData("max(last_1w):x", 10080)]
    [InlineData("avg(current_1mo):x", null)]
    public void TheWindowIsKnownInMinutes(string query, int? minutes) => Assert.Equal(minutes, MonitorQuery.WindowMinutes(query));

    [Theory]
    [InlineData("state:idle in transaction (aborted)", "state:idle_in_transaction_aborted")]
    [InlineData("Env:Prod", "env:prod")]
    [InlineData("$server", "$server")]
    [InlineData("!env:Dev", "!env:dev")]
    [InlineData("host:web*", "host:web*")]
    [InlineData("a{b},c:d", "a_b_c:d")]
    public void TagsAreAsDatadogKeepsThem(string tag, string kept) => Assert.Equal(kept, TagFilter.Scope(tag));
}
