using System.Net.Sockets;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Testbed.Postgres;

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

    private readonly HangingListener _listener = new(ServeAsync);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => _listener.Port;

    /// <summary>Hangs up on everybody.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket);
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, stop) is > 0 and { } read)
        {
            // An SSLRequest is eight bytes and asks for one; the startup message that follows is longer.
            if (read == 8)
            {
                await stream.WriteAsync("N"u8.ToArray(), stop);
                continue;
            }

            await stream.WriteAsync(Welcome, stop);
            await stream.CopyToAsync(Stream.Null, stop);
        }
    }
}
