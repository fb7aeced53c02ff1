using System.Management.Automation;

namespace DatadogOps.Shell.Execution;

/// <summary>What the commands of one run share: its streams, whether it is being stopped, and how it went.</summary>
internal sealed class RunState(IStreams streams, CancellationToken cancellation)
{
    private volatile bool _stopping;

    public IStreams Streams => streams;

    public CancellationToken Cancellation => cancellation;

    public bool IsStopping => _stopping || cancellation.IsCancellationRequested;

    public bool HasErrors { get; set; }

    public ErrorRecord? TerminatingError { get; set; }

    public void Stop() => _stopping = true;
}
