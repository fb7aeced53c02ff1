using System.Globalization;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Whatever the text is, exactly what was given is read back by a parser of its own, or was refused for a reason.</summary>
public sealed class DogStatsDRoundTripTests
{
    private static readonly DogStatsDEndpoint Endpoint = DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125"));
    private static readonly DateTimeOffset Noon = FixedTime.Noon.GetUtcNow();

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 2000)]
    public void Metrics_are_read_back(DatadogMetric[] metrics) =>
        Check(metrics, (client, metric) => client.Add(metric, default), IsRefusable, (given, read) => AssertSame(given, Assert.IsType<ParsedMetric>(read)));

    [Property(Arbitrary = [typeof(HostileReports)], MaxTest = 1000)]
    public void Events_are_read_back(DatadogEvent[] events) =>
        Check(events, (client, item) => client.Add(item, default), IsRefusable, (given, read) => AssertSame(given, Assert.IsType<ParsedEvent>(read)));

    [Property(Arbitrary = [typeof(HostileReports)], MaxTest = 1000)]
    public void Service_checks_are_read_back(DatadogServiceCheck[] checks) =>
        Check(checks, (client, item) => client.Add(item, default), IsRefusable, (given, read) => AssertSame(given, Assert.IsType<ParsedServiceCheck>(read)));

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 1000)]
    public void Tags_are_in_order_when_they_are_made_and_come_back_from_the_text_of_a_column(HostileText[] texts)
    {
        string[] given = [.. texts.Select(text => text.Value)];
        var tags = new TagSet(given);
        Assert.Equal(given.Select(tag => HostileText.Clean(tag, IsTagCharacter).Trim()).Where(tag => tag.Length > 0), tags);
        string column = tags.ToString();
        Assert.Equal(tags, column.Length == 0 ? [] : column.Split(',', StringSplitOptions.TrimEntries));
        Assert.Equal(tags, new TagSet([.. tags]));
    }

    private static void Check<T>(T[] items, Func<DogStatsDClient, T, OperationException?> add, Func<T, bool> isRefusable, Action<T, object> assertSame)
    {
        var datagrams = new List<string>();
        var taken = new List<T>();
        using DogStatsDClient client = DogStatsDClient.Preview(Endpoint, new DogStatsDOptions { Time = FixedTime.Noon }, datagrams.Add);
        foreach (T item in items)
        {
            if (add(client, item) is null)
            {
                taken.Add(item);
            }
            else
            {
                Assert.True(isRefusable(item), $"{item} was refused without a reason.");
            }
        }

        client.FlushAsync(CancellationToken.None).AsTask().Wait();
        List<object> read = [.. datagrams.SelectMany(text => DogStatsDParser.ParseAll(Encoding.UTF8.GetBytes(text)))];
        Assert.Equal(taken.Count, read.Count);
        Assert.Equal((taken.Count, items.Length - taken.Count), (client.Accepted, client.Dropped));
        for (int i = 0; i < taken.Count; i++)
        {
            assertSame(taken[i], read[i]);
        }

        Assert.All(datagrams, text => Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 1432));
    }

    private static void AssertSame(DatadogMetric given, ParsedMetric read)
    {
        Assert.Equal(HostileText.Clean(given.Name, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'), read.Name);
        Assert.Equal(
            given.Type switch { MetricType.Gauge => "g", MetricType.Count => "c", MetricType.Histogram => "h", MetricType.Distribution => "d", MetricType.Timer => "ms", _ => "s" },
            read.Type);
        if (given is { Type: MetricType.Set, SetMember: { } member })
        {
            Assert.Equal(CleanField(member), Assert.Single(read.RawValues));
        }
        else
        {
            double value = double.Parse(Assert.Single(read.RawValues), NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.Equal(BitConverter.DoubleToInt64Bits(given.Value), BitConverter.DoubleToInt64Bits(value));
        }

        Assert.Equal([.. given.Tags, .. string.IsNullOrEmpty(given.HostName) ? Array.Empty<string>() : ["host:" + CleanField(given.HostName)]], read.Tags);
        Assert.Equal(Noon - given.Timestamp > TimeSpan.FromSeconds(10) ? given.Timestamp!.Value.ToUnixTimeSeconds() : null, read.Timestamp);
    }

    private static void AssertSame(DatadogEvent given, ParsedEvent read)
    {
        Assert.Equal((CleanText(given.Title), CleanText(given.Text)), (read.Title, read.Text));
        Assert.Equal(
            (given.Timestamp?.ToUnixTimeSeconds(), CleanOptional(given.HostName), CleanOptional(given.AggregationKey), CleanOptional(given.SourceTypeName)),
            (read.Timestamp, read.HostName, read.AggregationKey, read.Source));
        Assert.Equal((given.Priority, given.AlertType), (read.Priority, read.AlertType), StringPairs.IgnoreCase);
        Assert.Equal(given.Tags, read.Tags);
    }

    private static void AssertSame(DatadogServiceCheck given, ParsedServiceCheck read)
    {
        Assert.Equal((CleanField(given.Name), DatadogServiceCheckStatus.CodeOf(given.Status)), (read.Name, read.Status));
        Assert.Equal((given.Timestamp?.ToUnixTimeSeconds(), CleanOptional(given.HostName)), (read.Timestamp, read.HostName));
        Assert.Equal(string.IsNullOrEmpty(given.Message) ? null : CleanText(given.Message).Replace('|', '_').Replace("m\\:", "m:", StringComparison.Ordinal), read.Message);
        Assert.Equal(given.Tags, read.Tags);
    }

    // The rules in other words than the sender's: what it may refuse.
    private static bool IsRefusable(DatadogMetric metric)
    {
        TimeSpan age = metric.Timestamp is { } time ? Noon - time : TimeSpan.Zero;
        bool hasMember = metric is { Type: MetricType.Set, SetMember: not null };
        return metric.Name.Length == 0 || !char.IsAsciiLetter(metric.Name[0]) || metric.Name.Length > 200
            || (!hasMember && (double.IsNaN(metric.Value) || double.IsInfinity(metric.Value)))
            || (hasMember && metric.SetMember!.Length == 0)
            || metric.Type == MetricType.Rate
            || metric.Tags.Any(tag => tag.Length > 200)
            || age > TimeSpan.FromHours(1) || age < TimeSpan.FromSeconds(-10)
            || (age > TimeSpan.FromSeconds(10) && metric.Type is not (MetricType.Gauge or MetricType.Count));
    }

    private static bool IsRefusable(DatadogEvent item) =>
        string.IsNullOrWhiteSpace(item.Title) || item.Text.Length > 4000 || item.AggregationKey?.Length > 100;

    private static bool IsRefusable(DatadogServiceCheck item) => string.IsNullOrWhiteSpace(item.Name) || item.Name.Length > 200;

    private static bool IsTagCharacter(char c) => c is not ('|' or ',') && !char.IsControl(c);

    private static string CleanField(string text) => HostileText.Clean(text, IsTagCharacter);

    private static string? CleanOptional(string? text) => string.IsNullOrEmpty(text) ? null : CleanField(text);

    // The protocol cannot tell a newline from a backslash and an n, nor 'm:' in a message from 'm\:'.
    private static string CleanText(string text)
    {
        string lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var result = new StringBuilder();
        foreach (Rune rune in lines.EnumerateRunes())
        {
            result.Append(rune.Value is '\n' or '\t' || !Rune.IsControl(rune) ? rune.ToString() : " ");
        }

        return result.ToString().Replace("\\n", "\n", StringComparison.Ordinal);
    }

    private sealed class StringPairs : IEqualityComparer<(string, string)>
    {
        public static StringPairs IgnoreCase { get; } = new();

        public bool Equals((string, string) x, (string, string) y) =>
            string.Equals(x.Item1, y.Item1, StringComparison.OrdinalIgnoreCase) && string.Equals(x.Item2, y.Item2, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string, string) obj) => 0;
    }
}
