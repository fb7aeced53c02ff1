using System.Buffers.Binary;
using System.Net.Sockets;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>Unix sockets of both kinds, and an Agent that restarts.</summary>
public sealed class DogStatsDUnixTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dsd-{Guid.NewGuid():N}.sock");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("unixstream")]
    [InlineData("unix")]
    public async Task A_stream_has_frames_and_a_slow_reader_gets_everything(string scheme)
    {
        const int Count = 50_000;
        using Socket listener = Listen();
        Task<List<string>> reading = Task.Run(async () =>
        {
            using Socket connection = await listener.AcceptAsync();
            var names = new List<string>();
            while (await ReadFrameAsync(connection) is { } frame)
            {
                Assert.InRange(frame.Length, 1, 8192);
                names.AddRange(DogStatsDParser.Parse(frame).Select(metric => metric.Name));
                await Task.Delay(1);
            }

            return names;
        });
        using (DogStatsDClient client = await ConnectAsync(scheme, new DogStatsDOptions()))
        {
            for (int i = 0; i < Count; i++)
            {
                Assert.Null(client.Add(Metrics.Gauge("metric.number" + i, i), default));
            }

            await client.FlushAsync(default);
            Assert.Equal((Count, 0), (client.Accepted, client.Dropped));
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(i => "metric.number" + i), await reading.WaitAsync(Long));
    }

    [Fact]
    public async Task A_stream_that_is_not_read_is_given_up_in_time_or_at_once_when_cancelled()
    {
        using Socket listener = Listen();
        using DogStatsDClient client = await ConnectAsync("unixstream", new DogStatsDOptions { SendTimeout = TimeSpan.FromMilliseconds(300), Time = FixedTime.Noon });
        DatadogMetric metric = Metrics.Gauge("hang", 1, [.. Enumerable.Range(0, 40).Select(i => i + ":" + new string('x', 190))]);
        while (client.Dropped == 0)
        {
            client.Add(metric, default);
        }

        Assert.Contains("does not read", client.TryDequeueError()?.Message, StringComparison.Ordinal);

        using DogStatsDClient patient = await ConnectAsync("unixstream", new DogStatsDOptions { Time = FixedTime.Noon });
        using var stop = new CancellationTokenSource(100);
        Assert.ThrowsAny<OperationCanceledException>((Action)(() =>
        {
            while (true)
            {
                patient.Add(metric, stop.Token);
            }
        }));
    }

    [Theory]
    [InlineData("unixgram")]
    [InlineData("unixstream")]
    public async Task When_the_Agent_restarts_what_is_sent_waits_for_it(string scheme)
    {
        bool isStream = scheme == "unixstream";
        Socket first = isStream ? Listen() : Bind();
        using DogStatsDClient client = await ConnectAsync(scheme, new DogStatsDOptions { ReconnectTimeout = Long, Time = FixedTime.Noon });
        client.Add(Metrics.Gauge("before"), default);
        await client.FlushAsync(default);
        Assert.Equal("before", Assert.Single(DogStatsDParser.Parse(await ReceiveAsync(first, isStream))).Name);
        first.Dispose();
        File.Delete(_path);

        client.Add(Metrics.Gauge("during"), default);
        Task sending = Task.Run(() => client.FlushAsync(default).AsTask());
        await Task.Delay(100);
        Assert.False(sending.IsCompleted);
        using Socket second = isStream ? Listen() : Bind();
        await sending.WaitAsync(Long);
        Assert.Equal("during", Assert.Single(DogStatsDParser.Parse(await ReceiveAsync(second, isStream))).Name);
        Assert.Equal((2, 0, 1), (client.Accepted, client.Dropped, client.Reconnects));
        Assert.Null(client.TryDequeueError());
    }

    [Fact]
    public async Task When_the_Agent_stays_away_what_was_dropped_is_counted_and_told_and_later_ones_do_not_wait()
    {
        Socket first = Bind();
        using DogStatsDClient client = await ConnectAsync("unix", new DogStatsDOptions { ReconnectTimeout = TimeSpan.FromMilliseconds(200), Time = FixedTime.Noon });
        first.Dispose();
        for (int i = 0; i < 3; i++)
        {
            client.Add(Metrics.Gauge("lost", i), default);
            client.Add(new DatadogEvent { Title = "lost" }, default);
            await client.FlushAsync(default);
        }

        Assert.Equal((0, 6), (client.Accepted, client.Dropped));
        OperationException? fault = client.TryDequeueError();
        Assert.Equal(TelemetryErrorIds.DogStatsDNotDelivered, fault?.ErrorId);
        Assert.Contains("3 metrics and 3 events and service checks were not delivered to unix://", fault!.Message, StringComparison.Ordinal);
        Assert.Contains("dogstatsd_socket", fault.Advice, StringComparison.Ordinal);

        File.Delete(_path);
        using Socket second = Bind();
        client.Add(Metrics.Gauge("back"), default);
        await client.FlushAsync(default);
        Assert.Equal("back", Assert.Single(DogStatsDParser.Parse(await ReceiveAsync(second, isStream: false))).Name);
        Assert.Equal((1, 6, 1), (client.Accepted, client.Dropped, client.Reconnects));
    }

    [Fact]
    public async Task The_wait_for_an_Agent_that_is_away_ends_when_cancelled()
    {
        Socket first = Bind();
        using DogStatsDClient client = await ConnectAsync("unix", new DogStatsDOptions { ReconnectTimeout = Long, Time = FixedTime.Noon });
        first.Dispose();
        client.Add(Metrics.Gauge("lost"), default);
        using var stop = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Task.Run(() => client.FlushAsync(stop.Token).AsTask()));
    }

    [Theory]
    [InlineData("unixgram")]
    [InlineData("unixstream")]
    public async Task A_stop_while_the_receiver_is_full_leaves_what_was_not_sent_for_the_next_flush(string scheme)
    {
        const int Count = 30_000;
        bool isStream = scheme == "unixstream";
        using Socket receiver = isStream ? Listen() : Bind();
        using DogStatsDClient client = await ConnectAsync(scheme, new DogStatsDOptions { Time = FixedTime.Noon, MaxPayload = 512 });
        using var stop = new CancellationTokenSource();
        int added = 0;
        Task adding = Task.Run(() =>
        {
            for (; added < Count; added++)
            {
                client.Add(Metrics.Gauge("metric.number" + added, added), stop.Token);
            }
        });
        long accepted = -1;
        while (accepted != client.Accepted)
        {
            accepted = client.Accepted;
            await Task.Delay(200); // until nothing goes on
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(Long));
        Assert.InRange(added, 1, Count - 1);

        using var all = new CancellationTokenSource(Long);
        Task flushing = Task.Run(() => client.FlushAsync(all.Token).AsTask());
        using Socket connection = isStream ? await receiver.AcceptAsync() : receiver;
        var names = new List<string>();
        while (names.Count < added)
        {
            byte[] datagram = isStream ? (await ReadFrameAsync(connection))! : await ReceiveAsync(connection, isStream: false);
            names.AddRange(DogStatsDParser.Parse(datagram).Select(metric => metric.Name));
        }

        await flushing;
        Assert.Equal(Enumerable.Range(0, added).Select(i => "metric.number" + i), names);
        Assert.Equal((added, 0), (client.Accepted, client.Dropped));
    }

    [Fact]
    public async Task An_Agent_that_goes_while_many_datagrams_wait_costs_only_what_it_had_not_read()
    {
        const int Count = 20_000;
        Socket first = Bind();
        using DogStatsDClient client = await ConnectAsync("unixgram", new DogStatsDOptions { ReconnectTimeout = Long, MaxPayload = 512 });
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
            {
                client.Add(Metrics.Gauge("metric.number" + i, i), default);
            }

            await client.FlushAsync(default);
        });
        var names = new List<string>();
        while (names.Count < Count / 2)
        {
            names.AddRange(DogStatsDParser.Parse(await ReceiveAsync(first, isStream: false)).Select(metric => metric.Name));
        }

        File.Delete(_path);
        first.Dispose();
        int before = names.Count;
        using Socket second = Bind();
        while (names.Count == before || names[^1] != $"metric.number{Count - 1}")
        {
            names.AddRange(DogStatsDParser.Parse(await ReceiveAsync(second, isStream: false)).Select(metric => metric.Name));
        }

        await sending.WaitAsync(Long);
        Assert.Equal((Count, 0, 1), (client.Accepted, client.Dropped, client.Reconnects));
        int[] numbers = [.. names.Select(name => int.Parse(name["metric.number".Length..], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(0, before), numbers[..before]);
        Assert.Equal(Enumerable.Range(numbers[before], Count - numbers[before]), numbers[before..]);
    }

    [Fact]
    public async Task A_socket_of_the_other_kind_is_told()
    {
        using Socket listener = Listen();
        var error = await Assert.ThrowsAsync<OperationException>(() => ConnectAsync("unixgram", new DogStatsDOptions()));
        Assert.Equal(TelemetryErrorIds.DogStatsDUnreachable, error.ErrorId);
        Assert.Contains("another kind", error.Message, StringComparison.Ordinal);
    }

    private Socket Listen()
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen();
        return listener;
    }

    private Socket Bind()
    {
        var receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(new UnixDomainSocketEndPoint(_path));
        return receiver;
    }

    private static async Task<byte[]> ReceiveAsync(Socket receiver, bool isStream)
    {
        if (isStream)
        {
            using Socket connection = await receiver.AcceptAsync().WaitAsync(Long);
            return await ReadFrameAsync(connection) ?? throw new InvalidOperationException("The stream ended.");
        }

        byte[] buffer = new byte[65536];
        return buffer[..await receiver.ReceiveAsync(buffer).WaitAsync(Long)];
    }

    private static async Task<byte[]?> ReadFrameAsync(Socket connection)
    {
        byte[] header = new byte[4];
        if (!await FillAsync(connection, header))
        {
            return null;
        }

        byte[] frame = new byte[BinaryPrimitives.ReadUInt32LittleEndian(header)];
        return await FillAsync(connection, frame) ? frame : throw new InvalidOperationException("Half a frame.");
    }

    private static async Task<bool> FillAsync(Socket connection, Memory<byte> memory)
    {
        while (!memory.IsEmpty)
        {
            int read = await connection.ReceiveAsync(memory).AsTask().WaitAsync(Long);
            if (read == 0)
            {
                return false;
            }

            memory = memory[read..];
        }

        return true;
    }

    private Task<DogStatsDClient> ConnectAsync(string scheme, DogStatsDOptions options) =>
        DogStatsDClient.ConnectAsync(DogStatsDEndpoint.Parse(new Uri($"{scheme}://{_path}")), options, default);
}
