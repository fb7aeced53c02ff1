using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using DatadogOps.Intake.Hosting;
using DatadogOps.Testbed.Intake;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Tests.DogStatsD;

/// <summary>Events and checks by DogStatsD, and the Unix sockets.</summary>
public sealed class DogStatsDKeepsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dsd").FullName;
    private readonly ManualClock _clock = new();
    private IntakeServer _server = null!;
    private Lazy<IntakeControl> _look = null!;

    private IntakeControl Control => _look.Value;

    private string DatagramSocket => Path.Combine(_folder, "d.sock");

    private string StreamSocket => Path.Combine(_folder, "s.sock");

    public async Task InitializeAsync()
    {
        _server = await IntakeServer.StartAsync(
            new IntakeOptions { Port = 0, DogStatsDPort = 0, HostName = "here", DogStatsDSocket = DatagramSocket, DogStatsDStreamSocket = StreamSocket },
            _clock);
        _look = new Lazy<IntakeControl>(() => new IntakeControl(_server.ApiUri));
    }

    public async Task DisposeAsync()
    {
        Control.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Events_and_checks_are_kept_with_all_their_fields()
    {
        SendDatagram($"_e{{7,8}}:größe|a\\nb|c{'\\'}n|d:{_clock.Seconds - 5}|h:h1|k:agg|p:low|s:chef|t:warning|#env:prod,x|card:low\n_sc|db.up|2|d:{_clock.Seconds - 5}|h:h2|#a:b|m:down\\nsince m\\:noon");
        await WaitAsync(1);
        JsonElement read = Assert.Single(await Control.EventsAsync());
        Assert.Equal("größe", read.GetProperty("title").GetString());
        Assert.Equal("a\nb|c\n", read.GetProperty("text").GetString());
        Assert.Equal(_clock.Seconds - 5, read.GetProperty("date_happened").GetInt64());
        Assert.Equal("h1", read.GetProperty("host").GetString());
        Assert.Equal("agg", read.GetProperty("aggregation_key").GetString());
        Assert.Equal("low", read.GetProperty("priority").GetString());
        Assert.Equal("chef", read.GetProperty("source_type_name").GetString());
        Assert.Equal("warning", read.GetProperty("alert_type").GetString());
        Assert.Equal("""["env:prod","x"]""", read.GetProperty("tags").GetRawText());

        JsonElement check = Assert.Single(await Control.ChecksAsync());
        Assert.Equal("db.up", check.GetProperty("check").GetString());
        Assert.Equal("h2", check.GetProperty("host_name").GetString());
        Assert.Equal("down\nsince m:noon", check.GetProperty("message").GetString());
        Assert.Equal(_clock.Seconds - 5, check.GetProperty("timestamp").GetInt64());
    }

    [Fact]
    public async Task A_stream_has_frames_in_pieces()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(StreamSocket));
        byte[] frames = [.. Frame("one:1|g"), .. Frame("two:2|c\ntwo:3|c")];
        foreach (byte one in frames)
        {
            await client.SendAsync(new[] { one });
        }

        await WaitAsync(2);
        Assert.Equal(3, (await Control.CountsAsync()).Metrics);
        Assert.Equal(5, Assert.Single(await Control.SeriesAsync("two")).GetProperty("points")[0][1].GetDouble());
    }

    [Fact]
    public async Task A_frame_too_long_ends_the_stream_and_is_told()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(StreamSocket));
        await client.SendAsync(new byte[] { 255, 255, 255, 0, 1 });
        await Polling.UntilAsync(async () => (await Control.CountsAsync()).Malformed == 1, () => "The frame is not told");
        Assert.Contains("a frame begins with its length", Assert.Single(await Control.MalformedAsync()).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_in_use_is_refused_and_a_dead_one_taken_over()
    {
        var options = new IntakeOptions { Port = 0, DogStatsDPort = 0, DogStatsDSocket = DatagramSocket };
        StartException refused = await Assert.ThrowsAsync<StartException>(() => IntakeServer.StartAsync(options, _clock));
        Assert.Contains(DatagramSocket, refused.Message, StringComparison.Ordinal);

        string dead = Path.Combine(_folder, "dead.sock");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified))
        {
            // Renamed, or disposing of the socket would take the file along.
            socket.Bind(new UnixDomainSocketEndPoint(dead + "0"));
            File.Move(dead + "0", dead);
        }

        Assert.True(File.Exists(dead));
        await using (await IntakeServer.StartAsync(options with { DogStatsDSocket = dead }, _clock))
        {
            Assert.True(OwnerOnly.Is(dead));
        }

        Assert.False(File.Exists(dead));
    }

    private void SendDatagram(string text)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(DatagramSocket));
        client.Send(Encoding.UTF8.GetBytes(text));
    }

    private static byte[] Frame(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        byte[] frame = new byte[4 + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        content.CopyTo(frame, 4);
        return frame;
    }

    private Task WaitAsync(int packets) => Polling.UntilAsync(async () => (await Control.CountsAsync()).Packets >= packets, () => "The datagrams did not arrive");
}
