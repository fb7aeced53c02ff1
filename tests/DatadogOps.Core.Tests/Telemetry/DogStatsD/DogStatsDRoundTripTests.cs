using System.Text;
using DatadogOps.Telemetry;
using FsCheck.Xunit;

namespace DatadogOps.Tests.Telemetry;

public sealed class DogStatsDRoundTripTests
{
    private static readonly DogStatsDEndpoint Endpoint = DogStatsDEndpoint.Parse(new Uri("udp://127.0.0.1:8125"));

    [Property(Arbitrary = [typeof(HostileMetrics)], MaxTest = 2000)]
    public void Whatever_the_text_is_exactly_the_metrics_given_are_read_back_or_they_were_refused(DatadogMetric[] metrics)
    {
        var datagrams = new List<string>();
        var taken = new List<DatadogMetric>();
        using DogStatsDClient client = DogStatsDClient.Preview(Endpoint, new DogStatsDOptions { Time = FixedTime.Noon }, datagrams.Add);
        foreach (DatadogMetric metric in metrics)
        {
            if (client.Add(metric, CancellationToken.None) is null)
            {
                taken.Add(metric);
            }
            else
            {
                Assert.True(IsRefusable(metric), $"{metric} was refused without a reason.");
            }
        }

        client.FlushAsync(CancellationToken.None).AsTask().Wait();
        List<ParsedMetric> read = [.. datagrams.SelectMany(text => DogStatsDParser.Parse(Encoding.UTF8.GetBytes(text)))];
        Assert.Equal(taken.Count, read.Count);
        Assert.Equal(taken.Count, client.Accepted);
        for (int i = 0; i < taken.Count; i++)
        {
            AssertSame(taken[i], read[i]);
        }

        Assert.All(datagrams, text => Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 1432));
    }

    private static void AssertSame(DatadogMetric given, ParsedMetric read)
    {
        Assert.Equal(Clean(given.Name, c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'), read.Name);
        Assert.Equal(BitConverter.DoubleToInt64Bits(given.Value), BitConverter.DoubleToInt64Bits(read.Value));
        Assert.Equal(given.Type switch { MetricType.Gauge => "g", MetricType.Count => "c", MetricType.Histogram => "h", _ => "d" }, read.Type);

        List<string> tags = [.. given.Tags.Where(tag => tag.Length > 0).Select(CleanTag)];
        if (!string.IsNullOrEmpty(given.HostName))
        {
            tags.Add("host:" + CleanTag(given.HostName));
        }

        Assert.Equal(tags, read.Tags);
        TimeSpan? age = FixedTime.Noon.GetUtcNow() - given.Timestamp;
        Assert.Equal(age > TimeSpan.FromSeconds(10) ? given.Timestamp!.Value.ToUnixTimeSeconds() : null, read.Timestamp);
    }

    // The rules in other words than the sender's: what it may refuse.
    private static bool IsRefusable(DatadogMetric metric)
    {
        TimeSpan age = metric.Timestamp is { } time ? FixedTime.Noon.GetUtcNow() - time : TimeSpan.Zero;
        return metric.Name.Length == 0 || !char.IsAsciiLetter(metric.Name[0]) || metric.Name.Length > 200
            || double.IsNaN(metric.Value) || double.IsInfinity(metric.Value)
            || metric.Type == MetricType.Rate
            || metric.Tags.Any(tag => tag.Length > 200)
            || age > TimeSpan.FromHours(1) || age < TimeSpan.FromSeconds(-10)
            || (age > TimeSpan.FromSeconds(10) && metric.Type is MetricType.Histogram or MetricType.Distribution);
    }

    private static string CleanTag(string tag) => Clean(tag, c => c is not ('|' or ',') && !char.IsControl(c));

    // A surrogate pair is one character; half of one is none.
    private static string Clean(string text, Func<char, bool> keep)
    {
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                result.Append(keep(text[i]) ? text.Substring(i, 2) : "_");
                i++;
            }
            else
            {
                result.Append(!char.IsSurrogate(text[i]) && keep(text[i]) ? text[i] : '_');
            }
        }

        return result.ToString();
    }
}
