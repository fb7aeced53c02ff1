using System.Management.Automation;
using System.Security;

namespace DatadogOps.Shell.Execution;

/// <summary>Where a run's streams go. Called on the pipeline's thread only.</summary>
public interface IStreams
{
    /// <summary>Whether somebody is there to answer a question.</summary>
    bool CanAsk { get; }

    /// <summary>An object that the last cmdlet wrote.</summary>
    void Output(object? value);

    /// <summary>An error record; the pipeline goes on.</summary>
    void Failure(ErrorRecord record);

    /// <summary>A warning.</summary>
    void Warning(string message);

    /// <summary>What is done; only when -Verbose is given.</summary>
    void Verbose(string message);

    /// <summary>What is on the wire; only when -Debug is given.</summary>
    void Debug(string message);

    /// <summary>An information record that -InformationAction lets through.</summary>
    void Information(InformationRecord record);

    /// <summary>Progress of long work.</summary>
    void Progress(ProgressRecord record);

    /// <summary>What -WhatIf would have done.</summary>
    void WhatIf(string message);

    /// <summary>Asks; null when there is no answer.</summary>
    string? Ask(string prompt);

    /// <summary>Asks for a secret, which is not shown while it is typed; null when there is no answer.</summary>
    SecureString? AskSecret(string prompt);
}
