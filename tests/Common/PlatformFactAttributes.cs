namespace DatadogOps.Tests.Common;

/// <summary>A test of modes and links of files; skipped, by name, on Windows.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows keeps no modes of files." : null!;
}

/// <summary>A test that gives files to somebody else, which only root may, through calls of Linux.</summary>
public sealed class LinuxRootFactAttribute : FactAttribute
{
    public LinuxRootFactAttribute() =>
        Skip = !OperatingSystem.IsLinux() ? "Owners are kept on Linux alone." : Environment.IsPrivilegedProcess ? null! : "Only root may give files away.";
}
