using System.Text;
using System.Text.Json;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.Delivery;

/// <summary>Names of what is in a payload, for the message that tells what was refused.</summary>
public class PayloadPartsTests
{
    private static readonly DateTimeOffset Now = FixedTime.Noon.GetUtcNow();

    [Fact]
    public void Series_are_named_each_once_and_of_many_the_first()
    {
        using var lane = Metrics.Lane();
        foreach (string name in (string[])["a", "b", "a", "c", "d", "e"])
        {
            Assert.Equal(PayloadFit.Added, lane.TryAdd(Metrics.Gauge(name, 1, "metric:no name"), Now));
        }

        using DatadogPayload payload = lane.Take()!;
        Assert.Equal("'a', 'b', 'c' and 2 more", PayloadParts.Names(payload));
    }

    [Fact]
    public void Each_kind_is_named_by_what_people_know_it_by()
    {
        using var distributions = Metrics.Lane(format: PayloadFormat.Distributions);
        distributions.TryAdd(Metrics.Gauge("wait.time") with { Type = MetricType.Distribution }, Now);
        AssertNames("'wait.time'", distributions.Take()!);
        AssertNames("'web.up'", Payload(new ServiceCheckLane(TagSet.Empty, null), new DatadogServiceCheck { Name = "web.up", Status = DatadogServiceCheckStatus.Ok }));
        AssertNames("'Deployed'", Payload(new EventLane(TagSet.Empty, null), new DatadogEvent { Title = "Deployed", Text = "x" }));
        AssertNames("'it is full'", Payload(new LogLane(TagSet.Empty, null), new DatadogLog { Message = "it is full" }));
        AssertNames("'Alert'", Payload(new CategorizedEventLane(TagSet.Empty, null), new DatadogEvent { Title = "Alert", Category = DatadogEventCategory.Alert }));
    }

    [Fact]
    public void A_body_that_is_none_of_ours_is_an_error_of_JSON()
    {
        using var torn = new DatadogPayload(PayloadKind.ServiceChecks, Encoding.UTF8.GetBytes("[{\"check\":\"a\"")) { Items = 1, RawLength = 13, Oldest = Now, Newest = Now };
        Assert.ThrowsAny<JsonException>(() => PayloadParts.Names(torn));
        using var longer = new DatadogPayload(PayloadKind.ServiceChecks, Encoding.UTF8.GetBytes("[{\"check\":\"a\"}]")) { Items = 1, RawLength = 10, Oldest = Now, Newest = Now };
        Assert.ThrowsAny<JsonException>(() => PayloadParts.Names(longer));
    }

    private static DatadogPayload Payload<T>(PayloadLane<T> lane, T item)
        where T : class
    {
        using (lane)
        {
            Assert.Equal(PayloadFit.Added, lane.TryAdd(item, Now));
            return lane.Take()!;
        }
    }

    private static void AssertNames(string expected, DatadogPayload payload)
    {
        using (payload)
        {
            Assert.Equal(expected, PayloadParts.Names(payload));
        }
    }
}
