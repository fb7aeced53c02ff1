namespace DatadogOps.Nginx.LogFilter;

/// <summary>Result of Add-, Update- or Remove-NginxAgentLogFilter for one file.</summary>
public sealed record NginxLogFilterResult
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary><c>Changed</c>, <c>Created</c>, <c>Deleted</c>, or <c>None</c> if it was up to date.</summary>
    public required string Change { get; init; }

    /// <summary>Variable of the filter, without the <c>$</c>; null if there is none.</summary>
    public string? VariableName { get; init; }

    /// <summary>Number of access_log directives in the configuration that have the filter, or had it before its removal.</summary>
    public required int AccessLogs { get; init; }

    /// <summary>Backup of the file; null if nothing was changed.</summary>
    public string? BackupPath { get; init; }

    /// <summary>Whether <c>nginx -t</c> accepted the result.</summary>
    public required bool Tested { get; init; }

    /// <summary>Whether nginx was reloaded.</summary>
    public required bool Reloaded { get; init; }
}
