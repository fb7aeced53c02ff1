using System.Text;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry;

/// <summary>Names of what is in a payload, for the message that tells what was refused.</summary>
public class PayloadPartsTests
{
    private static readonly DateTimeOffset Now = FixedTime.Noon.GetUtcNow();

    [Fact]
    public void Series_are_named_each_once_and_of_many_the_first()
    {
        using var batch = new SeriesBatch();
        foreach (string name in (string[])["a", "b", "a", "c", "d", "e"])
        {
            Assert.True(batch.TryAdd(Metrics.Gauge(name, 1, "metric:no name"), Now));
        }

        using DatadogPayload payload = batch.Take()!;
        Assert.Equal("'a', 'b', 'c' and 2 more", PayloadParts.Names(payload));
    }

    [Fact]
    public void Each_kind_is_named_by_what_people_know_it_by()
    {
        using var distributions = new SeriesBatch(PayloadFormat.Distributions, null, null);
        distributions.TryAdd(Metrics.Gauge("wait.time") with { Type = MetricType.Distribution }, Now);
        AssertNames("'wait.time'", distributions.Take()!);
        AssertNames("'web.up'", PayloadFormat.ServiceChecks, json => TelemetryJson.Write(json, new DatadogServiceCheck { Name = "web.up", Status = DatadogServiceCheckStatus.Ok }, 1, [], null));
        AssertNames("'Deployed'", PayloadFormat.Event, json => TelemetryJson.Write(json, new DatadogEvent { Title = "Deployed", Text = "x" }, 1, [], null));
        AssertNames("'it is full'", PayloadFormat.Logs, json => TelemetryJson.Write(json, new DatadogLog { Message = "it is full" }, Now, [], null));
        AssertNames("'Alert'", PayloadFormat.CategorizedEvent, json => CategorizedEventJson.Write(json, new DatadogEvent { Title = "Alert", Category = DatadogEventCategory.Alert }, Now, [], null));
    }

    [Fact]
    public void A_body_that_is_none_of_ours_is_an_error_of_JSON()
    {
        using var torn = new DatadogPayload(PayloadKind.ServiceChecks, Encoding.UTF8.GetBytes("[{\"check\":\"a\"")) { Items = 1, RawLength = 13, Oldest = Now, Newest = Now };
        Assert.ThrowsAny<JsonException>(() => PayloadParts.Names(torn));
        using var longer = new DatadogPayload(PayloadKind.ServiceChecks, Encoding.UTF8.GetBytes("[{\"check\":\"a\"}]")) { Items = 1, RawLength = 10, Oldest = Now, Newest = Now };
        Assert.ThrowsAny<JsonException>(() => PayloadParts.Names(longer));
    }

    private static void AssertNames(string expected, PayloadFormat format, Action<Utf8JsonWriter> write)
    {
        using var batch = new ItemBatch(format);
        batch.Prepare(write);
        Assert.Equal(PayloadFit.Added, batch.TryAdd(1));
        AssertNames(expected, batch.Take()!);
    }

    private static void AssertNames(string expected, DatadogPayload payload)
    {
        using (payload)
        {
            Assert.Equal(expected, PayloadParts.Names(payload));
        }
    }
}
