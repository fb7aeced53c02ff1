using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DatadogOps.Benchmarks;

/// <summary>Receives all datagrams that wait at a socket by one call of Linux, so that the receiver is not what is measured.</summary>
internal sealed unsafe partial class DatagramReceiver : IDisposable
{
    private const int Size = 16;
    private const int Room = 65536;
    private const int WaitForOne = 0x10000;
    private const int Interrupted = 4;

    private readonly byte* _memory = (byte*)NativeMemory.Alloc(Size, Room);
    private readonly Part* _parts = (Part*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(Part));
    private readonly Header* _headers = (Header*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(Header));

    public DatagramReceiver()
    {
        for (int i = 0; i < Size; i++)
        {
            _parts[i] = new Part { Start = _memory + (i * Room), Length = Room };
            _headers[i] = new Header { Parts = &_parts[i], PartCount = 1 };
        }
    }

    /// <summary>Waits for one datagram at least; how many came.</summary>
    public int Receive(Socket socket)
    {
        while (true)
        {
            int count = ReceiveMany(socket.SafeHandle, _headers, Size, WaitForOne, 0);
            if (count > 0)
            {
                return count;
            }

            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new IOException("recvmmsg: " + Marshal.GetLastPInvokeErrorMessage());
            }
        }
    }

    public ReadOnlySpan<byte> this[int index] => new(_parts[index].Start, (int)_headers[index].Received);

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        NativeMemory.Free(_parts);
        NativeMemory.Free(_headers);
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int ReceiveMany(SafeHandle socket, Header* headers, uint count, int flags, nint timeout);

    // struct iovec, and struct mmsghdr of 64-bit Linux (recvmmsg(2)).
    private struct Part
    {
        public byte* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Header
    {
        [FieldOffset(16)]
        public Part* Parts;

        [FieldOffset(24)]
        public nuint PartCount;

        [FieldOffset(56)]
        public uint Received;
    }
}
