using System.Net;
using System.Net.Sockets;
using DatadogOps.Aws.Iam;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>A steady stream of metrics costs no memory, by whatever way it leaves.</summary>
public sealed class DogStatsDMemoryTests : IDisposable
{
    private const int Times = 20_000;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dsd-{Guid.NewGuid():N}.sock");

    private readonly DatadogMetric[] _metrics =
    [
        Metrics.Gauge("postgresql.connections", 42, "state:idle in transaction", "db:köln"),
        Metrics.Gauge("postgresql.percent_usage_connections", 0.123456789, "db:app") with { HostName = "db1" },
        Metrics.Gauge("postgresql.queries", 7) with { Type = MetricType.Count, Timestamp = DateTimeOffset.UtcNow.AddMinutes(-5) },
        Metrics.Gauge("postgresql.locks", 1),
    ];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task Over_UDP()
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await MeasureAsync($"udp://127.0.0.1:{((IPEndPoint)receiver.LocalEndPoint!).Port}", new DogStatsDOptions { ConstantTags = new TagSet("env:test") }, _metrics);
    }

    [Theory]
    [InlineData("unixgram")]
    [InlineData("unixstream")]
    public async Task To_a_Unix_socket(string scheme)
    {
        using Socket receiver = Listen(scheme == "unixstream");
        Task reading = Task.Factory.StartNew(() => ReadAll(receiver), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await MeasureAsync($"{scheme}://{_path}", new DogStatsDOptions { ConstantTags = new TagSet("env:test") }, _metrics);
        await EndAsync(receiver, reading);
    }

    [Fact]
    public async Task Put_together()
    {
        using Socket receiver = Listen(isStream: false);
        Task reading = Task.Factory.StartNew(() => ReadAll(receiver), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        DatadogMetric[] metrics =
        [
            .. _metrics.Where(metric => metric.Timestamp is null),
            Metrics.Gauge("checkout.orders", 1, "shop:1") with { Type = MetricType.Count },
            Metrics.Gauge("checkout.seconds", 0.25, "shop:1") with { Type = MetricType.Distribution },
            Metrics.Gauge("checkout.users", 0, "shop:1") with { Type = MetricType.Set, SetMember = "ann" },
        ];
        await MeasureAsync("unixgram://" + _path, new DogStatsDOptions { Aggregate = true, Time = FixedTime.Noon }, metrics);
        await EndAsync(receiver, reading);
    }

    private static async Task MeasureAsync(string endpoint, DogStatsDOptions options, DatadogMetric[] metrics)
    {
        using DogStatsDClient client = await DogStatsDClient.ConnectAsync(DogStatsDEndpoint.Parse(new Uri(endpoint)), options, default);

        void Send()
        {
            for (int i = 0; i < Times; i++)
            {
                client.Add(metrics[i % metrics.Length], CancellationToken.None);
            }
        }

        long Measure()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Send();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Send();

        // The runtime allocates now and then on its own account (a contended lock, recompilation), and code that it has not compiled for
        // good yet, which on a busy machine takes its time, does too; a byte a metric, or an object a datagram, would be there in each round.
        long started = Environment.TickCount64;
        long allocated;
        int rounds = 1;
        do
        {
            allocated = Measure();
            rounds++;
            await Task.Delay(20);
        }
        while (allocated > 500 && Environment.TickCount64 - started < 60_000);

        Assert.InRange(allocated, 0, 500);
        await client.FlushAsync(default);
        Assert.Equal((Times * rounds, 0), (client.Accepted, client.Dropped));
    }

    private static void ReadAll(Socket receiver)
    {
        byte[] buffer = new byte[65536];
        using Socket? connection = receiver.SocketType == SocketType.Stream ? receiver.Accept() : null;
        try
        {
            // An empty datagram is the end of a test, and nothing to read is the end of a stream.
            while ((connection ?? receiver).Receive(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset by a sender that has ended.
        }
    }

    private Socket Listen(bool isStream)
    {
        var receiver = new Socket(AddressFamily.Unix, isStream ? SocketType.Stream : SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(new UnixDomainSocketEndPoint(_path));
        if (isStream)
        {
            receiver.Listen();
        }

        return receiver;
    }

    private async Task EndAsync(Socket receiver, Task reading)
    {
        if (receiver.SocketType == SocketType.Dgram)
        {
            using var last = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            await last.SendToAsync(Array.Empty<byte>(), new UnixDomainSocketEndPoint(_path));
        }

        await reading.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
