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
    public void TheLimitIsReadFromTheEndOfTheQuery(string query, string comparison, double critical) =>
        Assert.Equal((comparison, critical), MonitorQuery.Limit(query));

    [Theory]
    [InlineData("avg(last_5m):avg:a.b{*}")]
    [InlineData("\"http.can_connect\".over(\"*\").last(2).count_by_status()")]
    [InlineData("avg(last_5m):avg:a{*} > threshold")]
    [InlineData("")]
    public void QueriesWithoutLimitHaveNone(string query) => Assert.Null(MonitorQuery.Limit(query));

    [Property]
    public bool NumbersRoundTrip(NormalFloat number)
    {
        double value = number.Get;
        string text = MonitorQuery.Number(value);
        double read = MonitorQuery.Limit($"avg(last_5m):avg:a{{*}} > {text}")!.Value.Critical;
        return !text.Contains('E', StringComparison.Ordinal) && (Math.Abs(value) is < 1e-10 or > 1e15 || read.Equals(value) || Math.Abs(read - value) < Math.Abs(value) * 1e-10);
    }

    [Property]
    public bool ArbitraryTextDoesNotThrow(NonNull<string> text)
    {
        _ = MonitorQuery.Limit(text.Get);
        _ = MonitorQuery.WindowSeconds(text.Get);
        return !MonitorQuery.HasWindow(text.Get) || text.Get.Contains('(', StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avg(last_5m):x", 300L)]
    [InlineData("pct_change(avg(last_2h),last_1d):x", 7200L)]
    [InlineData("max(last_1w):x", 604_800L)]
    [InlineData("avg(last_1mo):x", null)]
    [InlineData("avg(current_1mo):x", null)]
    public void TheWindowIsReadInSeconds(string query, long? seconds) => Assert.Equal(seconds, MonitorQuery.WindowSeconds(query));

    [Theory]
    [InlineData(60, "last_1m")]
    [InlineData(90, "last_2m")]
    [InlineData(3600, "last_1h")]
    [InlineData(5400, "last_90m")]
    [InlineData(86_400, "last_1d")]
    public void WindowsAreWrittenInWholeMinutesHoursOrDays(int seconds, string window) =>
        Assert.StartsWith($"avg({window}):", MonitorQuery.Threshold("avg:a{*}", seconds, ">", 1), StringComparison.Ordinal);
}
