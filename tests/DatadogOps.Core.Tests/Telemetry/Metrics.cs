using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Makes metrics for tests: plain ones, and ones with all that text can hold.</summary>
internal static class Metrics
{
    public static DatadogMetric Gauge(string name = "test.gauge", double value = 1, params string[] tags) =>
        new() { Name = name, Value = value, Tags = new TagSet(tags) };

    public static MetricLane Lane(TagSet? tags = null, PayloadFormat? format = null) =>
        new(format ?? PayloadFormat.Series, tags ?? TagSet.Empty, null, TimeProvider.System);
}
