using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Finds the container that this process runs in, as Datadog's own clients do (datadog-go, <c>statsd/container_linux.go</c>): the id
/// in the names of its control groups, else in its mounts, else the inode of its control group.
/// </summary>
internal static partial class ContainerIdentity
{
    // The inode of the host's own namespace of control groups (include/linux/proc_ns.h).
    private const string HostNamespace = "cgroup:[4026531835]";

    private const string MemoryController = "memory";
    private const int MaxFileLength = 1 << 20;

    /// <summary>Null outside of containers, and where it cannot be found out.</summary>
    public static string? Find(Paths paths)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        string[] groups = ReadLines(paths.ControlGroups);
        return IdOfGroups(groups) ?? IdOfMounts(ReadLines(paths.Mounts)) ?? (IsHost(paths.Namespace) ? null : InodeOf(groups, paths.Mount));
    }

    private static string? IdOfGroups(string[] groups) =>
        groups.Select(line => GroupPattern().Match(line)).FirstOrDefault(match => match.Success)?.Groups["id"].Value;

    private static string? IdOfMounts(string[] mounts) => mounts
        .Select(line => MountPattern().Matches(line).LastOrDefault())
        .FirstOrDefault(match => match is not null && match.Groups["parent"].Value != "sandboxes")?.Groups["id"].Value;

    private static bool IsHost(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null or HostNamespace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string? InodeOf(string[] groups, string mount)
    {
        foreach (string controller in new[] { MemoryController, "" })
        {
            string? path = groups.Select(line => line.Split(':')).LastOrDefault(parts => parts.Length == 3 && parts[1] == controller)?[2];
            if (path is not null && NativeFile.Inode(Path.Join(mount, controller, path)) is { } inode)
            {
                return string.Create(CultureInfo.InvariantCulture, $"in-{inode}");
            }
        }

        return null;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            char[] text = new char[MaxFileLength];
            return new string(text, 0, reader.ReadBlock(text)).Split('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Ids of Docker and containerd, of ECS tasks, and of Garden.
    [GeneratedRegex(@"^\d+:[^:]*:.*?(?<id>[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}-\d+)(?:\.scope)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex GroupPattern();

    [GeneratedRegex(@".*/(?<parent>[^\s/]+)/(?<id>[0-9a-f]{64}|[0-9a-f]{32}-\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){4})/\S*hostname", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MountPattern();

    /// <summary>Where Linux says it.</summary>
    internal sealed record Paths
    {
        public string ControlGroups { get; init; } = "/proc/self/cgroup";

        public string Mounts { get; init; } = "/proc/self/mountinfo";

        public string Namespace { get; init; } = "/proc/self/ns/cgroup";

        public string Mount { get; init; } = "/sys/fs/cgroup";
    }

    private static partial class NativeFile
    {
        private const int AtCurrentFolder = -100;
        private const uint WantInode = 0x100;

        // struct statx (include/uapi/linux/stat.h), which is the same on every architecture.
        private const int StructLength = 256;
        private const int InodeOffset = 32;

        public static ulong? Inode(string path)
        {
            byte[] data = new byte[StructLength];
            try
            {
                return Statx(AtCurrentFolder, path, 0, WantInode, data) == 0 ? BitConverter.ToUInt64(data, InodeOffset) : null;
            }
            catch (EntryPointNotFoundException)
            {
                return null; // a C library from before 2018
            }
        }

        [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] data);
    }
}
