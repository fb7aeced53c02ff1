namespace DatadogOps.Nginx.LogFilter;

/// <summary>What became of one file.</summary>
public sealed record NginxLogFilterResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary><c>Changed</c>, <c>Created</c>, <c>Deleted</c>, or <c>None</c> where it already was as asked for.</summary>
    public required string Change { get; init; }

    /// <summary>Variable of the filter, without the <c>$</c>; null where there is none.</summary>
    public string? VariableName { get; init; }

    /// <summary>How many access_log directives of the whole configuration carry the filter, or carried it before its removal.</summary>
    public required int AccessLogs { get; init; }

    /// <summary>Copy of the file as it was; null where nothing was changed.</summary>
    public string? BackupPath { get; init; }

    /// <summary>Whether nginx checked and accepted the result.</summary>
    public required bool Tested { get; init; }

    /// <summary>Whether nginx was told to read it.</summary>
    public required bool Reloaded { get; init; }
}
