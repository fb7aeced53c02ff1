using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.Model;
using FsCheck;
using FsCheck.Fluent;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Text that prefers what has a meaning in the protocol.</summary>
public sealed record HostileText(string Value)
{
    private static readonly string[] Pieces =
    [
        "a", "B", "7", "_", ".", "-", " ", ":", "|", ",", "\n", "\r", "\r\n", "\0", "\t", "\u0085", "#", "@", "|#", "|T1", "\nsmuggled:1|g", "é", "日本",
        "\ud83d\ude00", "\ud800", "\udc00", "\u2028", "\"", "\\", "\\n", "<", "host:", "|c|@0.1", "\ufffd", "m:", "m\\:", "|m:", "_e{1,1}:", "_sc|", "|c:in-1", "}",
    ];

    internal static Gen<string> Of(int pieces) =>
        Gen.Choose(0, pieces).SelectMany(count => Gen.Elements(Pieces).ArrayOf(count)).Select(string.Concat);

    internal static Gen<string?> OrNull(int pieces) => Gen.OneOf(Gen.Constant<string?>(null), Of(pieces).Select(text => (string?)text));

    internal static Gen<TagSet> Tags() => Gen.Choose(0, 4).SelectMany(count => Of(8).ArrayOf(count)).Select(tags => new TagSet(tags));

    // A surrogate pair is one character; half of one is none.
    internal static string Clean(string text, Func<char, bool> keep)
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

public static class HostileMetrics
{
    public static Arbitrary<HostileText> Text() => Arb.From(HostileText.Of(8).Select(text => new HostileText(text)));

    public static Arbitrary<DatadogMetric> Metric() => Arb.From(
        from begins in Gen.Elements("", "a", "test.", "Z_", "1", "é")
        from name in HostileText.Of(6)
        from value in Gen.OneOf(
            ArbMap.Default.GeneratorFor<double>(),
            Gen.Choose(-1000, 1000).Select(whole => (double)whole),
            Gen.Choose(-1_000_000_000, 1_000_000_000).SelectMany(whole => Gen.Elements(2.0, 10, 100, 1000, 10_000, 100_000, 1e-7).Select(unit => whole / unit)),
            Gen.Choose(-1000, 1000).Select(whole => Math.BitIncrement(whole / 1000.0)),
            Gen.Elements(0.0, -0.0, 0.1, 1e300, -1e-300, double.MaxValue, double.Epsilon, 9007199254740993, 9007199254740991, -9007199254740992))
        from type in Gen.Elements(MetricType.All.ToArray())
        from member in HostileText.OrNull(4)
        from tags in HostileText.Tags()
        from host in HostileText.OrNull(4)
        from age in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(-1000, 5000).Select(seconds => (int?)seconds))
        select new DatadogMetric
        {
            Name = begins + name,
            Value = value,
            Type = type,
            SetMember = member,
            Tags = tags,
            HostName = host,
            Timestamp = age is { } seconds ? FixedTime.Noon.GetUtcNow().AddSeconds(-seconds) : null,
        });
}

public static class HostileReports
{
    public static Arbitrary<DatadogEvent> Event() => Arb.From(
        from title in HostileText.Of(8)
        from text in HostileText.Of(12)
        from alert in Gen.Elements(DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error)
        from priority in Gen.Elements(DatadogEventPriority.Normal, DatadogEventPriority.Low)
        from key in HostileText.OrNull(4)
        from source in HostileText.OrNull(4)
        from host in HostileText.OrNull(4)
        from tags in HostileText.Tags()
        from time in Time()
        select new DatadogEvent
        {
            Title = title,
            Text = text,
            AlertType = alert,
            Priority = priority,
            AggregationKey = key,
            SourceTypeName = source,
            HostName = host,
            Tags = tags,
            Timestamp = time,
        });

    public static Arbitrary<DatadogServiceCheck> Check() => Arb.From(
        from name in HostileText.Of(6)
        from status in Gen.Elements(DatadogServiceCheckStatus.All.ToArray())
        from message in HostileText.OrNull(12)
        from host in HostileText.OrNull(4)
        from tags in HostileText.Tags()
        from time in Time()
        select new DatadogServiceCheck { Name = name, Status = status, Message = message, HostName = host, Tags = tags, Timestamp = time });

    private static Gen<DateTimeOffset?> Time() => Gen.OneOf(
        Gen.Constant<DateTimeOffset?>(null),
        Gen.Choose(1, int.MaxValue).Select(seconds => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(seconds)));
}
