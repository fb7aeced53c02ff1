using System.Runtime.InteropServices;

namespace DatadogOps.Intake.Hosting;

/// <summary>Parts with the terminal, and with whoever reads this process's streams.</summary>
internal static partial class Background
{
    private const int ReadWrite = 2;

    /// <summary>Begins a session of its own, so that neither Ctrl+C nor the end of the terminal reaches this process.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Fails only for one who leads a group already, and has therefore been set apart by a shell.
            _ = SetSession();
        }
    }

    /// <summary>Ends the standard streams, so that nobody waits for their end.</summary>
    public static void LeaveStreams()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int nowhere = Open("/dev/null", ReadWrite);
        for (int stream = 0; stream <= 2 && nowhere >= 0; stream++)
        {
            _ = Duplicate(nowhere, stream);
        }
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
