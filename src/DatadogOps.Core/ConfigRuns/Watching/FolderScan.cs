using System.IO.Enumeration;

namespace DatadogOps.ConfigRuns.Watching;

/// <summary>Finds the files of a watched path.</summary>
internal sealed class FolderScan
{
    /// <summary>Maximum number of files in one folder.</summary>
    public const int MaxFiles = 100_000;

    // Names of unfinished files of editors, rsync and tools that write and rename.
    private static readonly string[] s_unfinished = [".tmp", ".temp", ".part", ".partial", ".swp", ".lock", ".new", "~"];

    private readonly ReportWatchOptions _options;
    private readonly EnumerationOptions _enumeration;

    public FolderScan(ReportWatchOptions options)
    {
        _options = options;
        _enumeration = new EnumerationOptions
        {
            IgnoreInaccessible = true,
            RecurseSubdirectories = options.Recurse,
            MaxRecursionDepth = 8,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.Device,
        };
    }

    /// <summary>The files of a path, which may be a file itself; none if it does not exist now.</summary>
    public IEnumerable<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        try
        {
            return Directory.Exists(path)
                ? new FileSystemEnumerable<string>(path, (ref FileSystemEntry entry) => entry.ToFullPath(), _enumeration)
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && IsWanted(entry.FileName),
                }.Take(MaxFiles).ToList()
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Removed meanwhile; the next scan finds it if it comes back.
            return [];
        }
    }

    private bool IsWanted(ReadOnlySpan<char> name)
    {
        foreach (string ending in s_unfinished)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        foreach (string filter in _options.Filters)
        {
            if (name[0] != '.' && FileSystemName.MatchesSimpleExpression(filter, name))
            {
                return true;
            }
        }

        return false;
    }
}
