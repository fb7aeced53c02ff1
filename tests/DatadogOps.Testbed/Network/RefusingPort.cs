using System.Net;
using System.Net.Sockets;

namespace DatadogOps.Testbed.Network;

/// <summary>A TCP port of 127.0.0.1 that refuses every connection, and stays taken so that nobody else begins to listen on it.</summary>
public sealed class RefusingPort : IDisposable
{
    // Not ProtocolType.Tcp, for which .NET sets SO_REUSEADDR on Unix: such a port is shared until somebody listens.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Takes a port.</summary>
    public RefusingPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Gives the port back.</summary>
    public void Dispose() => _socket.Dispose();
}
