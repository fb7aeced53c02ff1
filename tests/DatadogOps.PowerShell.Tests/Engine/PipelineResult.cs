using System.Management.Automation;

namespace DatadogOps.Tests.Engine;

/// <summary>What a line wrote, stream by stream.</summary>
public sealed record PipelineResult
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>Error records; the one that ended the line is not among them.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<InformationRecord> Information { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>What -WhatIf said.</summary>
    public required IReadOnlyList<string> WhatIf { get; init; }

    /// <summary>The error that ended the line, or null.</summary>
    public ErrorRecord? TerminatingError { get; init; }

    /// <summary>The pipeline was stopped, as Ctrl+C does.</summary>
    public bool Stopped { get; init; }

    /// <summary>0 all well, 1 error records, 2 a terminating error, 130 stopped.</summary>
    public int ExitCode => Stopped ? 130 : TerminatingError is not null ? 2 : Errors.Count > 0 ? 1 : 0;
}
