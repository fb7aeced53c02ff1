using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

public sealed class DogStatsDClientTests : IDisposable
{
    private readonly Socket _receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000, ReceiveBufferSize = 4 << 20 };
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dsd-{Guid.NewGuid():N}.sock");

    public DogStatsDClientTests() => _receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose()
    {
        _receiver.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public async Task Metrics_arrive_with_constant_tags_and_are_counted()
    {
        using DogStatsDClient client = await ConnectAsync(new DogStatsDOptions { ConstantTags = new TagSet("env:test") });
        Assert.Null(client.Add(Metrics.Gauge("a.b", 1.5, "x:1"), default));
        Assert.Null(client.Add(Metrics.Gauge("c") with { Type = MetricType.Count, HostName = "h1" }, default));
        await client.FlushAsync(default);

        byte[] datagram = Receive(_receiver);
        Assert.Equal("a.b:1.5|g|#env:test,x:1\nc:1|c|#env:test,host:h1"u8, datagram);
        Assert.Equal((2, 0, datagram.Length, 1), (client.Accepted, client.Dropped, client.Bytes, client.Requests));
    }

    [Fact]
    public async Task A_started_datagram_leaves_by_itself()
    {
        using DogStatsDClient client = await ConnectAsync(new DogStatsDOptions());
        client.Add(Metrics.Gauge("live"), default);
        Assert.Equal("live:1|g"u8, Receive(_receiver));
    }

    [Fact]
    public async Task Datagrams_are_filled_and_never_longer_than_1432_bytes()
    {
        using DogStatsDClient client = await ConnectAsync(new DogStatsDOptions { Time = FixedTime.Noon });
        var random = new Random(1);
        int sent = 0;
        for (; sent < 2000; sent++)
        {
            Assert.Null(client.Add(Metrics.Gauge("metric.number" + sent, random.NextDouble(), "tag:" + new string('x', random.Next(150))), default));
        }

        await client.FlushAsync(default);
        int received = 0;
        for (long datagrams = client.Requests; datagrams > 0; datagrams--)
        {
            byte[] datagram = Receive(_receiver);
            Assert.InRange(datagram.Length, datagrams == 1 ? 1 : 1432 - 220, 1432);
            foreach (ParsedMetric metric in DogStatsDParser.Parse(datagram))
            {
                Assert.Equal("metric.number" + received++, metric.Name);
            }
        }

        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task A_metric_longer_than_a_datagram_is_refused_and_the_others_arrive()
    {
        using DogStatsDClient client = await ConnectAsync(new DogStatsDOptions());
        Assert.Null(client.Add(Metrics.Gauge("before"), default));
        string[] tags = [.. Enumerable.Range(0, 10).Select(i => i + ":" + new string('x', 190))];
        Assert.Equal(TelemetryErrorIds.MetricTooLarge, client.Add(Metrics.Gauge("large", 1, tags), default)?.ErrorId);
        Assert.Null(client.Add(Metrics.Gauge("after"), default));
        await client.FlushAsync(default);
        Assert.Equal("before:1|g"u8, Receive(_receiver));
        Assert.Equal("after:1|g"u8, Receive(_receiver));
        Assert.Equal((2, 1), (client.Accepted, client.Dropped));
    }

    [Fact]
    public async Task Where_nothing_listens_metrics_count_as_dropped_and_are_told()
    {
        DogStatsDEndpoint endpoint = Udp(_receiver);
        _receiver.Close();
        using DogStatsDClient client = await DogStatsDClient.ConnectAsync(endpoint, new DogStatsDOptions { Time = FixedTime.Noon }, default);
        for (int i = 0; i < 100; i++)
        {
            client.Add(Metrics.Gauge("lost", i, "tag:" + new string('x', 100)), default);
        }

        await client.FlushAsync(default);
        if (OperatingSystem.IsLinux())
        {
            // Only Linux answers a closed port to a sender at once.
            Assert.Equal((0, 100, 0), (client.Accepted, client.Dropped, client.Bytes));
            OperationException? fault = client.TryDequeueError();
            Assert.Equal(TelemetryErrorIds.DogStatsDNotDelivered, fault?.ErrorId);
            Assert.Contains("100 metrics", fault!.Message, StringComparison.Ordinal);
            Assert.Null(client.TryDequeueError());
        }
    }

    [Fact]
    public async Task A_slow_reader_of_a_Unix_socket_gets_everything()
    {
        using Socket receiver = BindUnix();
        using DogStatsDClient client = await DogStatsDClient.ConnectAsync(Unix(), new DogStatsDOptions(), default);
        const int Count = 20_000;
        Task<int> reading = Task.Run(() =>
        {
            int received = 0;
            while (received < Count)
            {
                byte[] datagram = Receive(receiver);
                Assert.InRange(datagram.Length, 1, 8192);
                received += DogStatsDParser.Parse(datagram).Count;
                Thread.Sleep(1);
            }

            return received;
        });
        for (int i = 0; i < Count; i++)
        {
            client.Add(Metrics.Gauge("unix", i), default);
        }

        await client.FlushAsync(default);
        Assert.Equal(Count, await reading);
        Assert.Equal((Count, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public async Task A_reader_that_hangs_is_given_up_in_time_or_at_once_when_cancelled()
    {
        using Socket receiver = BindUnix();
        using DogStatsDClient client = await DogStatsDClient.ConnectAsync(Unix(), new DogStatsDOptions { SendTimeout = TimeSpan.FromMilliseconds(300), Time = FixedTime.Noon }, default);
        DatadogMetric metric = Metrics.Gauge("hang", 1, [.. Enumerable.Range(0, 40).Select(i => i + ":" + new string('x', 190))]);
        while (client.Dropped == 0)
        {
            client.Add(metric, default);
        }

        Assert.Equal(TelemetryErrorIds.DogStatsDNotDelivered, client.TryDequeueError()?.ErrorId);

        using DogStatsDClient patient = await DogStatsDClient.ConnectAsync(Unix(), new DogStatsDOptions { Time = FixedTime.Noon }, default);
        using var stop = new CancellationTokenSource(100);
        long started = Stopwatch.GetTimestamp();
        Action fill = () =>
        {
            while (true)
            {
                patient.Add(metric, stop.Token);
            }
        };
        Assert.ThrowsAny<OperationCanceledException>(fill);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
    }

    [Fact]
    public async Task A_missing_socket_is_told()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => DogStatsDClient.ConnectAsync(Unix(), new DogStatsDOptions(), default));
        Assert.Equal(TelemetryErrorIds.DogStatsDUnreachable, error.ErrorId);
        Assert.Contains("no such socket", error.Message, StringComparison.Ordinal);
    }

    private static DogStatsDEndpoint Udp(Socket receiver) => DogStatsDEndpoint.Parse(new Uri($"udp://127.0.0.1:{((IPEndPoint)receiver.LocalEndPoint!).Port}"));

    private static byte[] Receive(Socket receiver)
    {
        byte[] buffer = new byte[65536];
        return buffer[..receiver.Receive(buffer)];
    }

    private DogStatsDEndpoint Unix() => DogStatsDEndpoint.Parse(new Uri("unix://" + _path));

    private Socket BindUnix()
    {
        var receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        receiver.Bind(new UnixDomainSocketEndPoint(_path));
        return receiver;
    }

    private Task<DogStatsDClient> ConnectAsync(DogStatsDOptions options) => DogStatsDClient.ConnectAsync(Udp(_receiver), options, default);
}
