using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Datagrams are as full as they can be, to the byte.</summary>
public sealed class DogStatsDPackingTests
{
    [Theory]
    [InlineData("udp://127.0.0.1", null, 1432)]
    [InlineData("unix:///s", null, 8192)]
    [InlineData("unixstream:///s", null, 8192)]
    [InlineData("udp://127.0.0.1", 512, 512)]
    [InlineData("unix:///s", 65467, 65467)]
    public void A_line_that_just_fits_joins_and_one_byte_more_begins_anew(string endpoint, int? maxPayload, int capacity)
    {
        var options = new DogStatsDOptions { MaxPayload = maxPayload, Time = FixedTime.Noon };

        // "a:1|g", an end of line, and "_sc|n|0|m:" are 16 bytes.
        Assert.Equal([capacity], Send(endpoint, options, capacity - 16));
        Assert.Equal([5, capacity - 5], Send(endpoint, options, capacity - 15));
        Assert.Equal([5, capacity], Send(endpoint, options, capacity - 10));
        Assert.Equal([5], Send(endpoint, options, capacity - 9));
    }

    [Theory]
    [InlineData(511)]
    [InlineData(65468)]
    public void A_size_that_cannot_be_is_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DogStatsDClient.Preview(DogStatsDEndpoint.Parse(new Uri("udp://h")), new DogStatsDOptions { MaxPayload = size }, _ => { }));

    private static int[] Send(string endpoint, DogStatsDOptions options, int messageLength)
    {
        var lengths = new List<int>();
        using DogStatsDClient client = DogStatsDClient.Preview(DogStatsDEndpoint.Parse(new Uri(endpoint)), options, text => lengths.Add(Encoding.UTF8.GetByteCount(text)));
        client.Add(Metrics.Gauge("a"), default);
        client.Add(new DatadogServiceCheck { Name = "n", Status = DatadogServiceCheckStatus.Ok, Message = new string('x', messageLength) }, default);
        client.FlushAsync(default).AsTask().Wait();
        return [.. lengths];
    }
}
