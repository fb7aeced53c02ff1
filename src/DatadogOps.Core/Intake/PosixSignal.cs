using System.Runtime.InteropServices;

namespace DatadogOps.Intake;

/// <summary>The orderly end of another process, for which .NET has no name.</summary>
internal static class PosixSignal
{
    private const int SigTerm = 15;

    /// <summary>Sends SIGTERM; false when it cannot be sent.</summary>
    public static bool Terminate(int processId) => Kill(processId, SigTerm) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
