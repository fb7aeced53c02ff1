using DatadogOps.Telemetry;
using FsCheck;
using FsCheck.Fluent;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Makes metrics for tests: plain ones, and ones with all that text can hold.</summary>
internal static class Metrics
{
    public static DatadogMetric Gauge(string name = "test.gauge", double value = 1, params string[] tags) =>
        new() { Name = name, Value = value, Tags = new TagSet(tags) };
}

/// <summary>Generates metrics whose text prefers what has a meaning in the protocol.</summary>
public static class HostileMetrics
{
    private static readonly string[] Pieces =
    [
        "a", "B", "7", "_", ".", "-", " ", ":", "|", ",", "\n", "\r", "\0", "\t", "\u0085", "#", "@", "|#", "|T1", "\nsmuggled:1|g", "é", "日本",
        "\ud83d\ude00", "\ud800", "\udc00", "\u2028", "\"", "\\", "<", "host:", "|c|@0.1", "\ufffd",
    ];

    public static Arbitrary<DatadogMetric> Metric() => Arb.From(
        from begins in Gen.Elements("", "a", "test.", "Z_", "1", "é")
        from name in Text(6)
        from value in Gen.OneOf(
            ArbMap.Default.GeneratorFor<double>(),
            Gen.Choose(-1000, 1000).Select(whole => (double)whole),
            Gen.Elements(0.0, -0.0, 0.1, 1e300, -1e-300, double.MaxValue, double.Epsilon, 9007199254740993, 9007199254740991, -9007199254740992))
        from type in Gen.Elements(Enum.GetValues<MetricType>())
        from tags in Gen.Choose(0, 4).SelectMany(count => Text(8).ArrayOf(count))
        from host in Gen.OneOf(Gen.Constant<string?>(null), Text(4).Select(text => (string?)text))
        from age in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(-1000, 5000).Select(seconds => (int?)seconds))
        select new DatadogMetric
        {
            Name = begins + name,
            Value = value,
            Type = type,
            Tags = new TagSet(tags),
            HostName = host,
            Timestamp = age is { } seconds ? FixedTime.Noon.GetUtcNow().AddSeconds(-seconds) : null,
        });

    private static Gen<string> Text(int pieces) =>
        Gen.Choose(0, pieces).SelectMany(count => Gen.Elements(Pieces).ArrayOf(count)).Select(string.Concat);
}
