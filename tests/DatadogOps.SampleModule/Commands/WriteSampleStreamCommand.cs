using System.Management.Automation;

namespace DatadogOps.Commands;

/// <summary>Writes to every stream, and fails in every way.</summary>
[Cmdlet(VerbsCommunications.Write, "SampleStream")]
public sealed class WriteSampleStreamCommand : PSCmdlet
{
    [Parameter]
    public int ErrorCount { get; set; }

    [Parameter]
    public SwitchParameter Fail { get; set; }

    [Parameter]
    public SwitchParameter Throw { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void BeginProcessing() => WriteVerbose("begin");

    protected override void ProcessRecord()
    {
        WriteWarning("warning");
        WriteDebug("debug");
        WriteInformation("information", ["tag"]);
        WriteProgress(new ProgressRecord(1, "activity", "status") { PercentComplete = 50 });
        for (int i = 0; i < ErrorCount; i++)
        {
            WriteError(Record("SampleError"));
        }

        if (Fail)
        {
            ThrowTerminatingError(Record("SampleFailure"));
        }

        if (Throw)
        {
            throw new InvalidOperationException("thrown");
        }

        WriteObject("output");
    }

    protected override void EndProcessing() => WriteVerbose("end");

    private static ErrorRecord Record(string id) => new(new InvalidOperationException("failed on db1"), id, ErrorCategory.ConnectionError, "db1")
    {
        ErrorDetails = new ErrorDetails("It failed on db1.") { RecommendedAction = "Try again." },
    };
}

/// <summary>Waits until it is stopped; tells how it ended.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SampleSignal")]
public sealed class WaitSampleSignalCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>How many instances were disposed.</summary>
    public static int Disposed { get; private set; }

    [Parameter]
    public SwitchParameter Deaf { get; set; }

    [Parameter]
    public int Seconds { get; set; } = 60;

    public void Dispose()
    {
        Disposed++;
        _stop.Dispose();
    }

    protected override void ProcessRecord()
    {
        WriteObject("waiting");
        if (Deaf)
        {
            Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        }
        else
        {
            _stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(Seconds));
        }

        WriteObject("waited");
    }

    protected override void StopProcessing() => _stop.Cancel();
}
