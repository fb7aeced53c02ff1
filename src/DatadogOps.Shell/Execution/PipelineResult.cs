using System.Management.Automation;

namespace DatadogOps.Shell.Execution;

/// <summary>What a run left behind, stream by stream.</summary>
/// <param name="Streams">The streams.</param>
/// <param name="ExitCode">0 all well, 1 error records, 2 a terminating error or a bad line, 130 stopped.</param>
/// <param name="TerminatingError">The last error that ended a pipeline, or null.</param>
public sealed record PipelineResult(CollectingStreams Streams, int ExitCode, ErrorRecord? TerminatingError)
{
    /// <summary>Objects of the output.</summary>
    public IReadOnlyList<PSObject?> Output => Streams.OutputObjects;

    /// <summary>Error records; the terminating one is not among them.</summary>
    public IReadOnlyList<ErrorRecord> Errors => Streams.Errors;

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings => Streams.Warnings;

    /// <summary>Verbose messages.</summary>
    public IReadOnlyList<string> Verbose => Streams.VerboseMessages;

    /// <summary>Debug messages.</summary>
    public IReadOnlyList<string> Debug => Streams.DebugMessages;

    /// <summary>Information records.</summary>
    public IReadOnlyList<InformationRecord> Information => Streams.InformationRecords;

    /// <summary>Progress records.</summary>
    public IReadOnlyList<ProgressRecord> Progress => Streams.ProgressRecords;

    /// <summary>What -WhatIf said.</summary>
    public IReadOnlyList<string> WhatIf => Streams.WhatIfMessages;
}
