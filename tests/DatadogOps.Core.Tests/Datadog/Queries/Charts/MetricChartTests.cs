using DatadogOps.Datadog.Queries;
using DatadogOps.Datadog.Queries.Charts;
using DatadogOps.Tests.Telemetry.DogStatsD;
using FsCheck;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Datadog.Queries.Charts;

public class MetricChartTests
{
    private static readonly ChartOptions s_options = new() { Width = 60, Zone = TimeZoneInfo.Utc };

    [Fact]
    public void AGapIsBlankAndAZeroIsNot()
    {
        IReadOnlyList<string> lines = MetricChart.Draw([Point(0, 0), Point(10, 4), Point(40, 8)], s_options with { Height = 1 });

        string strip = lines[2];
        Assert.StartsWith("       8┤", strip, StringComparison.Ordinal);
        Assert.Equal('▁', strip[9]);
        Assert.Contains("▄ ", strip, StringComparison.Ordinal);
        Assert.EndsWith("█", strip, StringComparison.Ordinal);
        Assert.StartsWith("         00:00:00", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ManySeriesAreCutAndCounted()
    {
        IReadOnlyList<string> lines = MetricChart.Draw([.. Enumerable.Range(0, 30).Select(i => Point(0, i) with { Scope = $"host:web{i}" })], s_options with { Top = 3 });

        Assert.Equal(["host:web29", "host:web28", "host:web27"], lines.Where(line => line.StartsWith("host:", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]));
        Assert.Equal("and 27 more series; -Top shows more.", lines[^1]);
    }

    [Fact]
    public void NothingFromOutsideReachesTheTerminal()
    {
        DatadogMetricPoint point = Point(0, 1) with { Scope = "host:\u001b[2J\r\n[red]x[/]", Query = "q\u0007[bold]" };

        foreach (bool isBars in new[] { true, false })
        {
            IReadOnlyList<string> lines = MetricChart.Draw([point], s_options with { IsBars = isBars });
            Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
            Assert.Contains(lines, line => line.Contains("[red]x[/]", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void ColoursComeOnlyWhenTheyAreAskedFor() =>
        Assert.Contains(MetricChart.Draw([Point(0, 1)], s_options with { HasColor = true }), line => line.Contains('\u001b', StringComparison.Ordinal));

    [Property]
    public bool AnyValuesAreDrawnWithinTheWidth((int Second, double Value)[] points, PositiveInt width)
    {
        ChartOptions options = s_options with { Width = 40 + (width.Get % 100) };
        IReadOnlyList<string> lines = MetricChart.Draw([.. points.Select(one => Point(one.Second, one.Value))], options);
        return lines.Count > 0 && lines.All(line => line.Length <= options.Width);
    }

    [Theory]
    [InlineData(0.8547, "0.855")]
    [InlineData(12, "12")]
    [InlineData(1234, "1234")]
    [InlineData(15300, "15.3k")]
    [InlineData(-2.5e9, "-2.5G")]
    public void NumbersAreShort(double value, string text) => Assert.Equal(text, MetricChart.Number(value));

    private static DatadogMetricPoint Point(int second, double value) => new()
    {
        Metric = "a.b",
        Scope = "*",
        Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(second),
        Value = value,
        IntervalSeconds = 10,
        Query = "avg:a.b{*}",
    };
}
