using System.Globalization;
using System.Text;
using DatadogOps.Intake.DogStatsD;
using FsCheck;
using FsCheck.Xunit;

namespace DatadogOps.Tests.DogStatsD;

public sealed class DogStatsDParserTests
{
    [Theory]
    [InlineData("a:1|g", DogStatsDType.Gauge)]
    [InlineData("a:1|c", DogStatsDType.Count)]
    [InlineData("a:1|h", DogStatsDType.Histogram)]
    [InlineData("a:1|d", DogStatsDType.Distribution)]
    [InlineData("a:1|ms", DogStatsDType.Timing)]
    internal void Reads_each_type(string line, DogStatsDType type)
    {
        var metric = (DogStatsDMetric)Parse(line);
        Assert.Equal("a", metric.Name);
        Assert.Equal(type, metric.Type);
        Assert.Equal([1], metric.Values);
    }

    [Fact]
    public void Reads_all_fields()
    {
        var metric = (DogStatsDMetric)Parse("page.views:1:2.5:-3e2|c|@0.1|#env:dev,x|T1656581400|c:in-42|e:it-false|card:low");
        Assert.Equal([1, 2.5, -300], metric.Values);
        Assert.Equal(0.1, metric.SampleRate);
        Assert.Equal(["env:dev", "x"], metric.Tags);
        Assert.Equal(1656581400, metric.Timestamp);
    }

    [Fact]
    public void A_set_has_one_value_with_colons_and_all() => Assert.Equal("a:b", ((DogStatsDMetric)Parse("users:a:b|s")).SetValue);

    [Fact]
    public void An_events_lengths_are_bytes()
    {
        var read = (DogStatsDEvent)Parse("_e{7,5}:größe|naïf|p:low|t:error|#a:b|d:1656581400|h:x|k:y|s:z");
        Assert.Equal("größe", read.Title);
        Assert.Equal("naïf", read.Text);
        Assert.Equal(["a:b"], read.Tags);
    }

    [Fact]
    public void Reads_an_events_text_with_newlines()
    {
        var read = (DogStatsDEvent)Parse("_e{2,6}:hi|a|b\\nc");
        Assert.Equal("a|b\nc", read.Text);
    }

    [Fact]
    public void Reads_a_service_check()
    {
        var check = (DogStatsDServiceCheck)Parse("_sc|db.up|2|d:1656581400|h:db1|#a:b|m:down\\nsince m\\:noon");
        Assert.Equal(2, check.Status);
        Assert.Equal("down\nsince m:noon", check.Message);
    }

    [Theory]
    [InlineData("a", "no type")]
    [InlineData("a:1", "no type")]
    [InlineData("a|g", "no name or no value")]
    [InlineData(":1|g", "no name or no value")]
    [InlineData("a:|g", "no name or no value")]
    [InlineData("a:1|x", "'x' is no type")]
    [InlineData("a:x|g", "no finite number")]
    [InlineData("a:NaN|g", "no finite number")]
    [InlineData("a:1e999|g", "no finite number")]
    [InlineData("a:1,5|g", "no finite number")]
    [InlineData("a: 1|g", "no finite number")]
    [InlineData("a:1|c|@2", "no sample rate")]
    [InlineData("a:1|c|@0", "no sample rate")]
    [InlineData("a:1|h|T1656581400", "only gauges and counts")]
    [InlineData("a:1|g|T0", "no timestamp")]
    [InlineData("a:1|g|Tx", "no timestamp")]
    [InlineData("a:1|g|what", "'what' is not known")]
    [InlineData("a:1|g|", "'' is not known")]
    [InlineData("_e{0,1}:|x", "no title")]
    [InlineData("_e{5,1}:größe|x", "count UTF-8 bytes")]
    [InlineData("_e{2,100}:hi|x", "shorter than its lengths")]
    [InlineData("_e{9223372036854775807,9223372036854775807}:hi|x", "shorter than its lengths")]
    [InlineData("_e{x,1}:hi|x", "an event begins with")]
    [InlineData("_e{2,1}:hi|x|t:fatal", "'t:fatal'")]
    [InlineData("_sc|name", "a service check is")]
    [InlineData("_sc|name|4", "a service check is")]
    [InlineData("_sc|name|0|z", "'z' is not known")]
    public void Refuses_by_name(string line, string reason)
    {
        Assert.False(DogStatsDParser.TryParse(Encoding.UTF8.GetBytes(line), out _, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Property(MaxTest = 2000)]
    public bool Never_fails_on_any_bytes(byte[] line) => HasOneAnswer(line);

    [Property(MaxTest = 2000)]
    public bool Never_fails_on_what_almost_is_the_protocol(int[] picks)
    {
        string[] pieces = ["_e{", "_sc", "}:", "1", "2,", ",", "|", ":", "a", "é", "g", "c", "ms", "s", "#", "@", "T", "0.5", "-", "m:", "\\n", "card:low", "99999999999"];
        return HasOneAnswer(Encoding.UTF8.GetBytes(string.Concat(picks.Select(pick => pieces[(pick & int.MaxValue) % pieces.Length]))));
    }

    [Property]
    public bool Reads_back_what_was_written(NormalFloat value, NonEmptyArray<byte> letters, PositiveInt time)
    {
        string tag = "k:" + string.Concat(letters.Get.Select(letter => (char)('a' + (letter % 26))));
        string line = string.Create(CultureInfo.InvariantCulture, $"m.x:{value.Get:R}|g|#{tag}|T{time.Get}");
        var metric = (DogStatsDMetric)Parse(line);
        return metric.Values.SequenceEqual([value.Get]) && metric.Tags.SequenceEqual([tag]) && metric.Timestamp == time.Get;
    }

    private static bool HasOneAnswer(byte[] line) =>
        DogStatsDParser.TryParse(line, out DogStatsDMessage? message, out string? error) ? message is not null && error is null : error is { Length: > 0 };

    private static DogStatsDMessage Parse(string line)
    {
        Assert.True(DogStatsDParser.TryParse(Encoding.UTF8.GetBytes(line), out DogStatsDMessage? message, out string? error), error);
        return message;
    }
}
