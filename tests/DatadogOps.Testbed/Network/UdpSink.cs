using System.Net;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Testbed.Processes;

namespace DatadogOps.Testbed.Network;

/// <summary>
/// Takes datagrams on a port of 127.0.0.1 as fast as it can and counts them; keeps their text only on request, so that
/// a million of them cost no memory.
/// </summary>
public sealed class UdpSink : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<string>? _texts;
    private readonly Thread _thread;
    private long _datagrams;
    private long _bytes;
    private long _lines;
    private int _largest;

    /// <summary>Begins to listen.</summary>
    /// <param name="keepText">Whether <see cref="Texts"/> is wanted.</param>
    public UdpSink(bool keepText = false)
    {
        _texts = keepText ? [] : null;

        // As large as the kernel allows: a sender in the same process gets more of the processor than the receiver.
        _socket.ReceiveBufferSize = 16 * 1024 * 1024;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _thread = new Thread(Receive) { IsBackground = true, Name = "UDP sink" };
        _thread.Start();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The endpoint as <c>udp://127.0.0.1:PORT</c>.</summary>
    public Uri Endpoint => new($"udp://127.0.0.1:{Port}");

    /// <summary>How many datagrams came.</summary>
    public long Datagrams => Interlocked.Read(ref _datagrams);

    /// <summary>How many bytes came.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many lines came: metrics, events and checks.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    /// <summary>Size in bytes of the largest datagram.</summary>
    public int LargestDatagram => Volatile.Read(ref _largest);

    /// <summary>What came, one text a datagram.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            List<string> texts = _texts ?? throw new InvalidOperationException("This sink does not keep text.");
            lock (texts)
            {
                return [.. texts];
            }
        }
    }

    /// <summary>Waits until so many lines came.</summary>
    public Task WaitForLinesAsync(long count, double timeoutSec = 10) =>
        Polling.UntilAsync(() => Lines >= count, () => $"{Lines} lines of {count} came to the UDP sink", timeoutSec);

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Receive()
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> datagram = buffer.AsSpan(0, _socket.Receive(buffer));
                Keep(datagram);
                _largest = Math.Max(_largest, datagram.Length);
                Interlocked.Add(ref _bytes, datagram.Length);
                Interlocked.Add(ref _lines, datagram.TrimEnd((byte)'\n').Count((byte)'\n') + (datagram.IsEmpty ? 0 : 1));
                Interlocked.Increment(ref _datagrams);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private void Keep(ReadOnlySpan<byte> datagram)
    {
        if (_texts is not null)
        {
            lock (_texts)
            {
                _texts.Add(Encoding.UTF8.GetString(datagram));
            }
        }
    }
}
