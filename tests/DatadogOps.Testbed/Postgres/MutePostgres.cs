using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DatadogOps.Testbed;

/// <summary>A server that lets everybody in, as PostgreSQL does, and then never answers a query.</summary>
public sealed class MutePostgres : IAsyncDisposable
{
    // AuthenticationOk, ParameterStatus server_version and client_encoding, BackendKeyData, ReadyForQuery (PostgreSQL manual, "Message Formats").
    private static readonly byte[] Welcome =
    [
        .. "R\0\0\0\x08\0\0\0\0"u8,
        .. "S\0\0\0\x18server_version\0"u8, .. "15.0\0"u8,
        .. "S\0\0\0\x19client_encoding\0"u8, .. "UTF8\0"u8,
        .. "K\0\0\0\x0c\0\0\0\x01\0\0\0\x01"u8,
        .. "Z\0\0\0\x05I"u8,
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    public MutePostgres()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Hangs up on everybody.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (TcpClient client in _clients)
        {
            client.Dispose();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _clients.Add(client);
                _ = ServeAsync(client.GetStream());
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, _stop.Token) is > 0 and { } read)
            {
                // An SSLRequest is eight bytes and asks for one; the startup message that follows is longer.
                if (read == 8)
                {
                    await stream.WriteAsync("N"u8.ToArray(), _stop.Token);
                    continue;
                }

                await stream.WriteAsync(Welcome, _stop.Token);
                await stream.CopyToAsync(Stream.Null, _stop.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }
}
