using System.Net.Sockets;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>
/// A Unix socket of the Agent, of datagrams or of a stream. When the Agent restarts, what is being sent waits for it, for a
/// bounded time; what was given up is told by the error.
/// </summary>
internal sealed class UnixTarget : DatagramTarget
{
    private const int RetryMilliseconds = 20;

    private readonly DogStatsDEndpoint _endpoint;
    private readonly TimeSpan _sendTimeout;
    private readonly TimeSpan _reconnectTimeout;
    private UnixConnection? _connection;
    private int _reconnects;
    private bool _isGivenUp;

    private UnixTarget(DogStatsDEndpoint endpoint, DogStatsDOptions options, UnixConnection connection)
    {
        _endpoint = endpoint;
        _sendTimeout = options.SendTimeout;
        _reconnectTimeout = options.ReconnectTimeout;
        _connection = connection;
        TransportName = connection.TransportName;
    }

    public override string TransportName { get; }

    public override int BatchSize => NativeSend.MaxDatagrams;

    public override int Reconnects => _reconnects;

    /// <exception cref="OperationException">No such socket, no permission, or nothing listens.</exception>
    public static UnixTarget Connect(DogStatsDEndpoint endpoint, DogStatsDOptions options)
    {
        try
        {
            return new UnixTarget(endpoint, options, UnixConnection.Open(endpoint, options.SendTimeout));
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            throw Unreachable.Of(endpoint, error);
        }
    }

    public override SocketError Send(ReadOnlySpan<byte> datagram, CancellationToken cancellationToken)
    {
        long started = Environment.TickCount64;
        long goneSince = 0;
        while (true)
        {
            SocketError error = _connection is null ? TryReconnect() : SocketError.Success;
            if (_connection is { } connection)
            {
                error = connection.Send(datagram);
                if (error is SocketError.Success or SocketError.MessageSize)
                {
                    return error;
                }

                if (error is SocketError.TimedOut or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable or SocketError.IOPending)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Environment.TickCount64 - started >= _sendTimeout.TotalMilliseconds)
                    {
                        return SocketError.TimedOut;
                    }

                    continue;
                }

                connection.Dispose();
                _connection = null;
                goneSince = 0;
                continue;
            }

            goneSince = goneSince == 0 ? Environment.TickCount64 : goneSince;
            cancellationToken.ThrowIfCancellationRequested();
            if (_isGivenUp || Environment.TickCount64 - goneSince >= _reconnectTimeout.TotalMilliseconds)
            {
                _isGivenUp = true;
                return error;
            }

            cancellationToken.WaitHandle.WaitOne(RetryMilliseconds);
        }
    }

    public override int SendMany(ReadOnlySpan<Datagram> datagrams) => _connection?.SendMany(datagrams) ?? 0;

    public override void Dispose()
    {
        _connection?.Dispose();
        base.Dispose();
    }

    private SocketError TryReconnect()
    {
        try
        {
            _connection = UnixConnection.Open(_endpoint, _sendTimeout);
            _isGivenUp = false;
            _reconnects++;
            return SocketError.Success;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }
}
