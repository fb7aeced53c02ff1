using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>Where finished datagrams go: a socket, or a reader who only wants to see them.</summary>
internal abstract class DatagramTarget : IDisposable
{
    /// <summary>Whether an error at sending tells of the datagram before, as ICMP's answers over UDP do.</summary>
    public virtual bool ErrorsComeLate => false;

    /// <summary>Hands one datagram over; waits for a receiver that is full.</summary>
    public abstract SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken);

    /// <summary>The error that the last datagram came back with, when there is one.</summary>
    public virtual SocketError TakeLateError() => SocketError.Success;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>Shows datagrams as text.</summary>
internal sealed class DatagramPreview(Action<string> show) : DatagramTarget
{
    public override SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken)
    {
        show(Encoding.UTF8.GetString(datagram));
        return SocketError.Success;
    }
}

/// <summary>A connected datagram socket.</summary>
internal sealed class DatagramSocket : DatagramTarget
{
    // A blocked send looks this often whether it is still wanted.
    private const int SliceMilliseconds = 200;

    private readonly Socket _socket;
    private readonly TimeSpan _timeout;

    private DatagramSocket(Socket socket, TimeSpan timeout)
    {
        _socket = socket;
        _timeout = timeout;
        _socket.SendTimeout = SliceMilliseconds;
    }

    public override bool ErrorsComeLate => _socket.AddressFamily != AddressFamily.Unix;

    /// <exception cref="OperationException">No such host or socket, no permission, or nothing listens.</exception>
    public static async Task<DatagramSocket> ConnectAsync(DogStatsDEndpoint endpoint, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            EndPoint address;
            if (endpoint.Path is not null)
            {
                address = new UnixDomainSocketEndPoint(endpoint.Path);
                socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            }
            else
            {
                IPAddress[] addresses = await Dns.GetHostAddressesAsync(endpoint.Host!, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

                // The Agent listens on 127.0.0.1 by default; "localhost" often resolves to ::1 first.
                IPAddress chosen = addresses.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
                address = new IPEndPoint(chosen, endpoint.Port);
                socket = new Socket(chosen.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            }

            // Connecting a datagram socket only fixes the other end; nothing is sent and nothing blocks.
            socket.Connect(address);
            return new DatagramSocket(socket, timeout);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            socket?.Dispose();
            throw Unreachable(endpoint, error);
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
        ErrorsComeLate ? (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! : SocketError.Success;

    public override void Dispose()
    {
        _socket.Dispose();
        base.Dispose();
    }

    private static OperationException Unreachable(DogStatsDEndpoint endpoint, Exception error)
    {
        (string reason, string advice) = (error as SocketException)?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                ("no such host is known", "Check the host's name in -DogStatsDEndpoint, DD_DOGSTATSD_URL or DD_AGENT_HOST."),
            SocketError.AccessDenied =>
                ("this user may not write to the socket", "Add the user to the group that owns the socket, or send by UDP."),
            SocketError.ConnectionRefused =>
                ("nothing listens on the socket", "Start the Datadog Agent; the file is left over from an Agent that has stopped."),
            SocketError.ProtocolType =>
                ("it is a stream socket", "Give the datagram socket of the Agent (dogstatsd_socket)."),
            SocketError.AddressNotAvailable or SocketError.InvalidArgument when endpoint.Path is not null =>
                ("there is no such socket", "Start the Datadog Agent, and set dogstatsd_socket in its configuration to this path."),
            _ when endpoint.Path is not null && !File.Exists(endpoint.Path) =>
                ("there is no such socket", "Start the Datadog Agent, and set dogstatsd_socket in its configuration to this path."),
            _ => (error.Message.TrimEnd('.'), "Check the address of the Datadog Agent."),
        };
        return new OperationException(
            TelemetryErrorIds.DogStatsDUnreachable,
            OperationErrorKind.ConnectionFailed,
            endpoint.ToString(),
            $"DogStatsD at {endpoint} cannot be reached: {reason}.",
            advice,
            error);
    }
}
