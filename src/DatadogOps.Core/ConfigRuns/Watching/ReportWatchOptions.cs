namespace DatadogOps.ConfigRuns.Watching;

/// <summary>How folders are watched.</summary>
public sealed record ReportWatchOptions
{
    /// <summary>Folders, or single files that are written again and again.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Names of the files that matter in folders, with wildcards.</summary>
    public IReadOnlyList<string> Filters { get; init; } = ["*.json", "*.jsonl", "*.yaml", "*.yml"];

    /// <summary>Whether folders below count too.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether what is there at the first start is given too.</summary>
    public bool IncludeExisting { get; init; }

    /// <summary>File that remembers what was given, for the next start; null to begin anew each time.</summary>
    public string? StatePath { get; init; }

    /// <summary>For how long a file must not change before it is read.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long a file that cannot be read yet is taken for one that is still written.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look where the system tells of no change, as on network file systems.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
