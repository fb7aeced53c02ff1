using System.Buffers.Binary;
using System.Net.Sockets;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>One connection to a Unix socket, until the receiver goes away.</summary>
internal sealed class UnixConnection : IDisposable
{
    // A frame of a stream begins with its length (protocol's page, "Unix Domain Socket"; datadog-go, statsd/uds.go).
    private const int FrameHeader = 4;

    private const int SliceMilliseconds = 200;

    private readonly Socket _socket;
    private readonly bool _isStream;
    private byte[] _frame = [];

    private UnixConnection(Socket socket, bool isStream)
    {
        _socket = socket;
        _isStream = isStream;
    }

    public string TransportName => _isStream ? "uds-stream" : "uds";

    /// <summary>Where the address leaves the kind open, a socket that takes no datagrams is a stream.</summary>
    /// <exception cref="SocketException">No such socket, no permission, or nothing listens.</exception>
    public static UnixConnection Open(DogStatsDEndpoint endpoint, TimeSpan timeout)
    {
        if (endpoint.Kind == DogStatsDEndpointKind.UnixStream)
        {
            return Open(endpoint.Path!, isStream: true, timeout);
        }

        try
        {
            return Open(endpoint.Path!, isStream: false, timeout);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ProtocolType && endpoint.Kind == DogStatsDEndpointKind.Unix)
        {
            return Open(endpoint.Path!, isStream: true, timeout);
        }
    }

    /// <summary>Hands over as many as go without trouble; how many, none of a stream.</summary>
    public int SendMany(ReadOnlySpan<Datagram> datagrams) => _isStream ? 0 : NativeSend.Send(_socket, datagrams);

    /// <summary>Hands one payload over; waits for a full receiver, a slice of time only.</summary>
    public SocketError Send(ReadOnlySpan<byte> payload)
    {
        if (!_isStream)
        {
            _socket.Send(payload, SocketFlags.None, out SocketError error);
            return error;
        }

        // Once a frame has begun it must be finished, so the wait for room comes first, where it can be given up.
        if (!_socket.Poll(SliceMilliseconds * 1000, SelectMode.SelectWrite))
        {
            return SocketError.TimedOut;
        }

        int length = FrameHeader + payload.Length;
        if (_frame.Length < length)
        {
            _frame = new byte[length];
        }

        BinaryPrimitives.WriteInt32LittleEndian(_frame, payload.Length);
        payload.CopyTo(_frame.AsSpan(FrameHeader));
        _socket.Send(_frame.AsSpan(0, length), SocketFlags.None, out SocketError result);
        return result is SocketError.TimedOut or SocketError.WouldBlock ? SocketError.ConnectionAborted : result;
    }

    public void Dispose() => _socket.Dispose();

    private static UnixConnection Open(string path, bool isStream, TimeSpan timeout)
    {
        var socket = new Socket(AddressFamily.Unix, isStream ? SocketType.Stream : SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.SendTimeout = isStream ? (int)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue) : SliceMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new UnixConnection(socket, isStream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
