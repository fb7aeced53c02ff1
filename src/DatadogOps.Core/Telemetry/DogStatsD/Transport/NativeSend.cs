using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DatadogOps.Telemetry.DogStatsD.Transport;

/// <summary>
/// Linux' own <c>sendmmsg</c>: many datagrams by one call, so that a receiver which has caught up is woken once for all of them.
/// Not for UDP, where a failed send takes with it what is known of the datagram before.
/// </summary>
internal static unsafe partial class NativeSend
{
    /// <summary>Datagrams of one call, at most.</summary>
    public const int MaxDatagrams = 8;

    // A receiver that has gone is an error, and no signal (include/linux/socket.h).
    private const int NoSignal = 0x4000;

    // The structures below are those of 64 bits.
    private static volatile bool _isMissing = !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;

    /// <summary>
    /// Hands datagrams over in their order; waits for room as long as the socket's own timeout says. How many were handed over;
    /// where it is not all of them, <see cref="Socket.Send(ReadOnlySpan{byte})"/> of the next one says why.
    /// </summary>
    public static int Send(Socket socket, ReadOnlySpan<Datagram> datagrams)
    {
        if (_isMissing)
        {
            return 0;
        }

        int count = Math.Min(datagrams.Length, MaxDatagrams);
        Part* parts = stackalloc Part[MaxDatagrams];
        Header* headers = stackalloc Header[MaxDatagrams];
        new Span<byte>(headers, count * sizeof(Header)).Clear();
        for (int i = 0; i < count; i++)
        {
            // The memory of a datagram does not move.
            parts[i] = new Part { Start = Unsafe.AsPointer(ref MemoryMarshal.GetReference(datagrams[i].Written)), Length = (nuint)datagrams[i].Length };
            headers[i] = new Header { Parts = &parts[i], PartCount = 1 };
        }

        try
        {
            return Math.Max(SendMany(socket.SafeHandle, headers, (uint)count, NoSignal), 0);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            _isMissing = true;
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmmsg")]
    private static partial int SendMany(SafeHandle socket, Header* headers, uint count, int flags);

    // struct iovec, and struct mmsghdr (sendmmsg(2)).
    private struct Part
    {
        public void* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Header
    {
        [FieldOffset(16)]
        public Part* Parts;

        [FieldOffset(24)]
        public nuint PartCount;
    }
}
