using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.Model;

public sealed class MetricRulesTests
{
    private static readonly DateTimeOffset Now = FixedTime.Noon.GetUtcNow();

    [Theory]
    [InlineData("", TelemetryErrorIds.MetricNameInvalid)]
    [InlineData("1a", TelemetryErrorIds.MetricNameInvalid)]
    [InlineData(".a", TelemetryErrorIds.MetricNameInvalid)]
    [InlineData("éa", TelemetryErrorIds.MetricNameInvalid)]
    [InlineData("a", null)]
    [InlineData("a-b c", null)]
    public void Names_begin_with_a_letter(string name, string? expected) =>
        Assert.Equal(expected, Check(Metrics.Gauge(name))?.ErrorId);

    [Fact]
    public void Names_have_200_characters_at_most()
    {
        Assert.Null(Check(Metrics.Gauge(new string('a', 200))));
        OperationException? refusal = Check(Metrics.Gauge(new string('a', 201)));
        Assert.Equal(TelemetryErrorIds.MetricNameInvalid, refusal?.ErrorId);
        Assert.Contains("201", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_have_200_characters_at_most_and_a_surrogate_pair_is_one()
    {
        Assert.Null(Check(Metrics.Gauge(tags: "k:" + new string('v', 198))));
        Assert.Null(Check(Metrics.Gauge(tags: string.Concat(Enumerable.Repeat("\ud83d\ude00", 200)))));
        OperationException? refusal = Check(Metrics.Gauge(tags: "k:" + new string('v', 199)));
        Assert.Equal(TelemetryErrorIds.MetricTagInvalid, refusal?.ErrorId);
        Assert.Contains("'k:vvv", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Values_are_finite(double value) =>
        Assert.Equal(TelemetryErrorIds.MetricValueInvalid, Check(Metrics.Gauge(value: value))?.ErrorId);

    [Theory]
    [InlineData(DatadogTransport.Api, 3600, null)]
    [InlineData(DatadogTransport.Api, 3601, TelemetryErrorIds.MetricTooOld)]
    [InlineData(DatadogTransport.Api, -600, null)]
    [InlineData(DatadogTransport.Api, -601, TelemetryErrorIds.MetricTooFarAhead)]
    [InlineData(DatadogTransport.DogStatsD, 3601, TelemetryErrorIds.MetricTooOld)]
    [InlineData(DatadogTransport.DogStatsD, -10, null)]
    [InlineData(DatadogTransport.DogStatsD, -11, TelemetryErrorIds.MetricTooFarAhead)]
    public void Points_are_of_the_last_hour(string transport, int age, string? expected) =>
        Assert.Equal(expected, Check(Metrics.Gauge() with { Timestamp = Now.AddSeconds(-age) }, transport)?.ErrorId);

    [Theory]
    [InlineData(DatadogTransport.Api, MetricType.Histogram)]
    [InlineData(DatadogTransport.DogStatsD, MetricType.Rate)]
    public void A_type_that_the_transport_lacks_is_refused(string transport, string type) =>
        Assert.Equal(TelemetryErrorIds.MetricTypeNotSupported, Check(Metrics.Gauge() with { Type = type }, transport)?.ErrorId);

    [Theory]
    [InlineData("gauge", MetricType.Gauge)]
    [InlineData("DISTRIBUTION", MetricType.Distribution)]
    public void A_type_is_stored_in_its_canonical_case(string given, string stored) =>
        Assert.Equal(stored, (Metrics.Gauge() with { Type = given }).Type);

    [Theory]
    [InlineData("gauges")]
    [InlineData("")]
    [InlineData("0")]
    public void A_type_that_does_not_exist_is_an_error(string type) =>
        Assert.Equal(TelemetryErrorIds.MetricTypeUnknown, Assert.Throws<OperationException>(() => Metrics.Gauge() with { Type = type }).ErrorId);

    [Fact]
    public void A_refusal_stays_on_one_line_whatever_the_name() =>
        Assert.DoesNotContain('\n', Check(Metrics.Gauge("a\nb\u001b[31m", double.NaN))!.Message);

    [Fact]
    public void Error_ids_are_unique()
    {
        List<string> ids = [.. typeof(TelemetryErrorIds).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static OperationException? Check(DatadogMetric metric, string transport = DatadogTransport.Api) =>
        MetricRules.Check(metric, transport, FixedTime.Noon);
}
