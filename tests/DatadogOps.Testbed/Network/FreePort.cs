using System.Net;
using System.Net.Sockets;

namespace DatadogOps.Testbed.Network;

/// <summary>Ports for servers that cannot choose one themselves.</summary>
public static class FreePort
{
    /// <summary>A TCP port of 127.0.0.1 that is free now; another process may take it before it is used, so be ready to try again.</summary>
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
