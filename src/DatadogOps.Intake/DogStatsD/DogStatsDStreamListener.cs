using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Hosting;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>A Unix stream socket: frames of a length, four bytes with the lowest first, and so many bytes of messages.</summary>
internal sealed class DogStatsDStreamListener : IDisposable
{
    // The Agent's own bound on a frame is its buffer of 8192 bytes; clients that know a larger one may use up to this.
    private const int MaxFrame = 65_535;
    private const int Backlog = 64;

    private readonly SocketFile _file;
    private readonly DogStatsDReceiver _receiver;
    private readonly MalformedLog _malformed;
    private readonly ConcurrentDictionary<Socket, bool> _clients = new();
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="StartException">The socket cannot be made.</exception>
    public DogStatsDStreamListener(string path, DogStatsDReceiver receiver, MalformedLog malformed)
    {
        _file = SocketFile.Claim(path, SocketType.Stream);
        _receiver = receiver;
        _malformed = malformed;
        _file.Socket.Listen(Backlog);
        _accepting = AcceptAsync();
    }

    /// <summary>Stops listening, and closes what is connected.</summary>
    public void Dispose()
    {
        _file.Dispose();
        foreach (Socket client in _clients.Keys)
        {
            client.Dispose();
        }

        _accepting.Wait();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _file.Socket.AcceptAsync();
                _clients[client] = true;
                _ = ServeAsync(client);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Closed by Dispose.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        byte[] frame = new byte[MaxFrame];
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            while (await stream.ReadAtLeastAsync(frame.AsMemory(0, 4), 4, throwOnEndOfStream: false) is var read and > 0)
            {
                uint length = read == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(frame) : uint.MaxValue;
                if (length > MaxFrame)
                {
                    // What follows cannot be told apart any more.
                    _malformed.Add(Encoding.UTF8.GetString(frame, 0, read), $"a frame begins with its length in four bytes, the lowest first, and is at most {MaxFrame} bytes long");
                    return;
                }

                await stream.ReadExactlyAsync(frame.AsMemory(0, (int)length));
                _receiver.Receive(frame.AsSpan(0, (int)length));
            }
        }
        catch (EndOfStreamException)
        {
            _malformed.Add(string.Empty, "a stream ended within a frame");
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException)
        {
            // The client went, or Dispose closed it.
        }
        finally
        {
            _clients.TryRemove(client, out _);
        }
    }
}
