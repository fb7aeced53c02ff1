namespace DatadogOps.ConfigRuns.Watching;

/// <summary>How folders are watched.</summary>
public sealed record ReportWatchOptions
{
    /// <summary>Folders, or single files that each run rewrites.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Names of the files to read in folders, with wildcards.</summary>
    public IReadOnlyList<string> Filters { get; init; } = ["*.json", "*.jsonl", "*.yaml", "*.yml"];

    /// <summary>Whether to include subfolders.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether to return what exists at the first start.</summary>
    public bool IncludeExisting { get; init; }

    /// <summary>File that records what was returned, for the next start; null for none.</summary>
    public string? StatePath { get; init; }

    /// <summary>How long a file must be unchanged before it is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an unreadable file counts as still being written.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Interval of scans if the system sends no change notifications, as on network file systems.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
