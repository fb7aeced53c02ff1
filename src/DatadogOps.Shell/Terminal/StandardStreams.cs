using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DatadogOps.Shell.Terminal;

/// <summary>The process's own streams, without the console class around them: it is slow to start and hides a closed pipe.</summary>
internal static class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static StreamWriter Output() => Open(1, bufferSize: 16 * 1024);

    public static StreamWriter Error()
    {
        StreamWriter writer = Open(2, bufferSize: 1024);
        writer.AutoFlush = true;
        return writer;
    }

    private static StreamWriter Open(int descriptor, int bufferSize)
    {
        return new StreamWriter(Pipe(descriptor) ?? (descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError()), Utf8, bufferSize);
    }

    // An unbuffered stream over the descriptor: unlike the console's, it says when nobody reads any more. Not for files:
    // there it would keep a position of its own, and the next process that writes to the same file would begin at the old one.
    private static FileStream? Pipe(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, 0);
        return stream.CanSeek ? null : stream;
    }
}
