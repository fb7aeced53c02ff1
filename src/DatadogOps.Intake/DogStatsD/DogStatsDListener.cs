using System.Net;
using System.Net.Sockets;
using DatadogOps.Intake.Hosting;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>Datagrams of UDP or of a Unix socket, on a thread of its own, so that a burst is not lost while requests are served.</summary>
internal sealed class DogStatsDListener : IDisposable
{
    private const int MaxDatagram = 65_535;
    private const int ReceiveBuffer = 8 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly DogStatsDReceiver _receiver;
    private readonly Thread _thread;
    private readonly SocketFile? _file;

    private DogStatsDListener(Socket socket, SocketFile? file, DogStatsDReceiver receiver)
    {
        _socket = socket;
        _file = file;
        _receiver = receiver;
        _thread = new Thread(Run) { IsBackground = true, Name = "DogStatsD" };
        _thread.Start();
    }

    /// <summary>The UDP port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Begins to listen on a UDP port of 127.0.0.1; throws a <see cref="SocketException"/> when it is taken.</summary>
    public static DogStatsDListener OnPort(int port, DogStatsDReceiver receiver)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new DogStatsDListener(socket, null, receiver);
    }

    /// <summary>Begins to listen on a Unix datagram socket.</summary>
    /// <exception cref="StartException">The socket cannot be made.</exception>
    public static DogStatsDListener OnSocket(string path, DogStatsDReceiver receiver)
    {
        SocketFile file = SocketFile.Claim(path, SocketType.Dgram);
        file.Socket.ReceiveBufferSize = ReceiveBuffer;
        return new DogStatsDListener(file.Socket, file, receiver);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
        _file?.Dispose();
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
            // Closed by Dispose; an unconnected datagram socket of this machine has no other failure.
        }
    }
}
