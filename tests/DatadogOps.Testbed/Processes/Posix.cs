using System.Runtime.InteropServices;

namespace DatadogOps.Testbed.Processes;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class Posix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    public static bool IsRoot => !OperatingSystem.IsWindows() && GetEffectiveUserId() == 0;

    public static void Kill(int processId, int signal) => _ = KillProcess(processId, signal);

    public static void ChangeOwner(string path, UnixUser owner)
    {
        if (ChangeOwner(path, owner.UserId, owner.GroupId) != 0)
        {
            throw new TestbedException($"Cannot give {path} to the user {owner.Name}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillProcess(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint userId, uint groupId);
}
