using System.Management.Automation;
using System.Net;
using System.Security;

namespace DatadogOps.Shell.Execution;

/// <summary>Keeps everything that a run writes, for callers in the same process.</summary>
public sealed class CollectingStreams : IStreams
{
    private readonly Queue<string> _answers = new();

    /// <summary>Objects of the output.</summary>
    public List<PSObject?> OutputObjects { get; } = [];

    /// <summary>Error records.</summary>
    public List<ErrorRecord> Errors { get; } = [];

    /// <summary>Warnings.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Verbose messages.</summary>
    public List<string> VerboseMessages { get; } = [];

    /// <summary>Debug messages.</summary>
    public List<string> DebugMessages { get; } = [];

    /// <summary>Information records.</summary>
    public List<InformationRecord> InformationRecords { get; } = [];

    /// <summary>Progress records.</summary>
    public List<ProgressRecord> ProgressRecords { get; } = [];

    /// <summary>What -WhatIf said.</summary>
    public List<string> WhatIfMessages { get; } = [];

    /// <summary>Questions that were asked.</summary>
    public List<string> Questions { get; } = [];

    /// <inheritdoc/>
    public bool CanAsk => _answers.Count > 0;

    /// <summary>Prepares an answer, which makes the run one that can ask.</summary>
    public CollectingStreams Answer(string answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <inheritdoc/>
    public void Output(object? value) => OutputObjects.Add(value is null ? null : PSObject.AsPSObject(value));

    /// <inheritdoc/>
    public void Failure(ErrorRecord record) => Errors.Add(record);

    /// <inheritdoc/>
    public void Warning(string message) => Warnings.Add(message);

    /// <inheritdoc/>
    public void Verbose(string message) => VerboseMessages.Add(message);

    /// <inheritdoc/>
    public void Debug(string message) => DebugMessages.Add(message);

    /// <inheritdoc/>
    public void Information(InformationRecord record) => InformationRecords.Add(record);

    /// <inheritdoc/>
    public void Progress(ProgressRecord record) => ProgressRecords.Add(record);

    /// <inheritdoc/>
    public void WhatIf(string message) => WhatIfMessages.Add(message);

    /// <inheritdoc/>
    public string? Ask(string prompt)
    {
        Questions.Add(prompt);
        return _answers.TryDequeue(out string? answer) ? answer : null;
    }

    /// <inheritdoc/>
    public SecureString? AskSecret(string prompt) => Ask(prompt) is { } answer ? new NetworkCredential(null, answer).SecurePassword : null;
}
