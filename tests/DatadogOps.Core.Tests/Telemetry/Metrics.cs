using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Makes metrics for tests: plain ones, and ones with all that text can hold.</summary>
internal static class Metrics
{
    public static DatadogMetric Gauge(string name = "test.gauge", double value = 1, params string[] tags) =>
        new() { Name = name, Value = value, Tags = new TagSet(tags) };
}
