using System.Net.Sockets;
using DatadogOps.Intake.Hosting;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>A Unix socket with its file, for this user only; the file goes with the socket.</summary>
internal sealed class SocketFile : IDisposable
{
    private readonly string _path;

    private SocketFile(string path, Socket socket)
    {
        _path = path;
        Socket = socket;
    }

    public Socket Socket { get; }

    /// <summary>Makes the socket. A file that a dead intake left is taken over; one that somebody listens on is not.</summary>
    /// <exception cref="StartException">It cannot be made.</exception>
    public static SocketFile Claim(string path, SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            if (File.Exists(path))
            {
                RemoveDead(path, type);
            }

            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return new SocketFile(path, socket);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            socket.Dispose();
            throw new StartException(ExitCodes.File, $"The DogStatsD socket {path} cannot be made: {failure.Message} Choose another path, of at most 107 bytes.");
        }
    }

    /// <summary>Closes the socket and removes its file.</summary>
    public void Dispose()
    {
        Socket.Dispose();
        File.Delete(_path);
    }

    private static void RemoveDead(string path, SocketType type)
    {
        using var probe = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Whatever else may be there, only a socket refuses.
            File.Delete(path);
            return;
        }

        throw new IOException("Another program listens on it.");
    }
}
