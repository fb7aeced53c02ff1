using System.Collections.ObjectModel;

namespace System.Management.Automation;

/// <summary>Paths as PowerShell's FileSystem provider reads them.</summary>
internal static class PathResolver
{
    private const string ProviderPrefix = "FileSystem::";

    public static string Absolute(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int qualified = path.IndexOf(ProviderPrefix, StringComparison.OrdinalIgnoreCase);
        if (qualified >= 0)
        {
            path = path[(qualified + ProviderPrefix.Length)..];
        }
        else if (path.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && path.IndexOf('/', StringComparison.Ordinal) is -1 or > 1
            && path.AsSpan(0, colon).IndexOfAnyExcept(DriveNameCharacters) < 0)
        {
            string drive = path[..colon];
            throw new DriveNotFoundException(drive, "DriveNotFound", $"Cannot find drive. A drive with the name '{drive}' does not exist.");
        }

        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        }

        if (!OperatingSystem.IsWindows())
        {
            path = path.Replace('\\', '/');
        }

        string full = IO.Path.GetFullPath(path.Length == 0 ? "." : path);
        return full.Length > 1 ? IO.Path.TrimEndingDirectorySeparator(full) : full;
    }

    public static Collection<string> Resolve(string path)
    {
        string full = Absolute(path);
        var found = new Collection<string>();
        if (!WildcardPattern.ContainsWildcardCharacters(full))
        {
            string plain = WildcardPattern.Unescape(full);
            if (!IO.Path.Exists(plain))
            {
                throw new ItemNotFoundException(plain, "PathNotFound", $"Cannot find path '{plain}' because it does not exist.");
            }

            found.Add(plain);
            return found;
        }

        string root = IO.Path.GetPathRoot(full)!;
        Expand(root, full[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries), 0, found);
        return found;
    }

    private static readonly Buffers.SearchValues<char> DriveNameCharacters =
        Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static void Expand(string directory, string[] segments, int index, Collection<string> found)
    {
        if (index == segments.Length)
        {
            found.Add(directory);
            return;
        }

        string segment = segments[index];
        if (!WildcardPattern.ContainsWildcardCharacters(segment))
        {
            string next = IO.Path.Combine(directory, WildcardPattern.Unescape(segment));
            if (IO.Path.Exists(next))
            {
                Expand(next, segments, index + 1, found);
            }

            return;
        }

        if (!Directory.Exists(directory))
        {
            return;
        }

        var pattern = new WildcardPattern(segment, OperatingSystem.IsLinux() ? WildcardOptions.None : WildcardOptions.IgnoreCase);
        string[] entries = Directory.GetFileSystemEntries(directory);
        Array.Sort(entries, StringComparer.OrdinalIgnoreCase);
        foreach (string entry in entries)
        {
            string name = IO.Path.GetFileName(entry);
            if (pattern.IsMatch(name) && (!name.StartsWith('.') || segment.StartsWith('.')))
            {
                Expand(entry, segments, index + 1, found);
            }
        }
    }
}
