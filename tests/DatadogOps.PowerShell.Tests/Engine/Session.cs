using DatadogOps.Tests.Engine;
using DatadogOps.Testbed.Processes;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace DatadogOps.Tests.Engine;

/// <summary>A runspace of PowerShell that has imported a module. Lines that it runs see what earlier ones left.</summary>
internal sealed class Session : IDisposable
{
    private readonly RecordingHost _host = new();
    private readonly Runspace _runspace;

    public Session(string module)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([module]);
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    /// <summary>Runs a line and keeps what it writes. Never throws for what the line does wrong.</summary>
    /// <param name="line">A line of PowerShell.</param>
    /// <param name="input">Objects that are piped into it, or null for none.</param>
    /// <param name="cancellation">Stops the pipeline as Ctrl+C does.</param>
    public PipelineResult Run(string line, IEnumerable<object?>? input = null, CancellationToken cancellation = default)
    {
        // What the host would show and read, such as -WhatIf's text, belongs to one line.
        _host.Lines.Clear();
        using var shell = PowerShell.Create(_runspace);

        // Inside try, a terminating error ends the line and is thrown; at the top level PowerShell would go on after it.
        shell.AddScript($"try {{ {(input is null ? "" : "$input | ")}{line}\n}} catch {{ throw }}");
        using var output = new PSDataCollection<PSObject>();
        ErrorRecord? terminating = null;
        bool stopped = false;
        using CancellationTokenRegistration stop = cancellation.Register(() => shell.BeginStop(null, null));
        try
        {
            shell.Invoke(input, output, null);
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (RuntimeException failure)
        {
            terminating = failure.ErrorRecord;
        }

        return new PipelineResult
        {
            Output = [.. output],
            Errors = [.. shell.Streams.Error.Where(error => !ReferenceEquals(error, terminating))],
            Warnings = [.. shell.Streams.Warning.Select(record => record.Message)],
            Verbose = [.. shell.Streams.Verbose.Select(record => record.Message)],
            Debug = [.. shell.Streams.Debug.Select(record => record.Message)],
            Information = [.. shell.Streams.Information],
            Progress = [.. shell.Streams.Progress],
            WhatIf = [.. _host.Lines],
            TerminatingError = terminating,
            Stopped = stopped || cancellation.IsCancellationRequested,
        };
    }

    public void Dispose() => _runspace.Dispose();
}
