using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DatadogOps.Testbed.Network;

/// <summary>A server on 127.0.0.1 that accepts every connection, and never answers unless it is told how.</summary>
public sealed class HangingListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _held = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, CancellationToken, Task>? _serve;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="serve">Answers a connection; what it throws when the other side, or this one, has gone is passed over.</param>
    public HangingListener(Func<Socket, CancellationToken, Task>? serve = null)
    {
        _serve = serve;
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>How many connections came.</summary>
    public int Accepted => _held.Count;

    /// <summary>Closes the port and all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (Socket socket in _held)
        {
            socket.Dispose();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                _held.Add(socket);
                if (_serve is not null)
                {
                    _ = ServeAsync(_serve, socket);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Func<Socket, CancellationToken, Task> serve, Socket socket)
    {
        try
        {
            await serve(socket, _stop.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
        }
    }
}
