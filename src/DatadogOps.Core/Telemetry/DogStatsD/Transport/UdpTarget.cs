using System.Net;
using System.Net.Sockets;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>A connected UDP socket.</summary>
internal sealed class UdpTarget : DatagramTarget
{
    // A blocked send looks this often whether it is still wanted.
    private const int SliceMilliseconds = 200;

    private readonly Socket _socket;
    private readonly TimeSpan _timeout;

    private UdpTarget(Socket socket, TimeSpan timeout)
    {
        _socket = socket;
        _timeout = timeout;
        _socket.SendTimeout = SliceMilliseconds;
    }

    public override string TransportName => "udp";

    public override bool ErrorsComeLate => true;

    /// <exception cref="OperationException">No such host.</exception>
    public static async Task<UdpTarget> ConnectAsync(DogStatsDEndpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(endpoint.Host!, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

            // The Agent listens on 127.0.0.1 by default; "localhost" often resolves to ::1 first.
            IPAddress chosen = addresses.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
            socket = new Socket(chosen.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

            // Connecting a datagram socket only fixes the other end; nothing is sent and nothing blocks.
            socket.Connect(new IPEndPoint(chosen, endpoint.Port));
            return new UdpTarget(socket, timeout);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            socket?.Dispose();
            throw Unreachable.Of(endpoint, error);
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    public override SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken)
    {
        long started = Environment.TickCount64;
        while (true)
        {
            _socket.Send(datagram, SocketFlags.None, out SocketError error);
            if (error is not (SocketError.TimedOut or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.IOPending))
            {
                return error;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (Environment.TickCount64 - started >= _timeout.TotalMilliseconds)
            {
                return SocketError.TimedOut;
            }

            if (error == SocketError.NoBufferSpaceAvailable)
            {
                Thread.Sleep(1); // a full queue of the network interface, which some systems tell at once instead of waiting
            }
        }
    }

    public override SocketError TakeLateError() =>
        (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;

    public override void Dispose()
    {
        _socket.Dispose();
        base.Dispose();
    }
}
