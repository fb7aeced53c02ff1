using System.Net;
using System.Net.Sockets;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>A UDP port of 127.0.0.1 on a thread of its own, so that a burst is not lost while requests are served.</summary>
internal sealed class DogStatsDListener : IDisposable
{
    private const int MaxDatagram = 65_535;
    private const int ReceiveBuffer = 8 * 1024 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly DogStatsDReceiver _receiver;
    private readonly Thread _thread;

    /// <summary>Begins to listen; throws a <see cref="SocketException"/> when the port is taken.</summary>
    public DogStatsDListener(int port, DogStatsDReceiver receiver)
    {
        _receiver = receiver;
        _socket.ReceiveBufferSize = ReceiveBuffer;
        try
        {
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _thread = new Thread(Run) { IsBackground = true, Name = "DogStatsD" };
        _thread.Start();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Run()
    {
        byte[] buffer = new byte[MaxDatagram];
        try
        {
            while (true)
            {
                _receiver.Receive(buffer.AsSpan(0, _socket.Receive(buffer)));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed by Dispose; an unconnected UDP socket on loopback has no other failure.
        }
    }
}
