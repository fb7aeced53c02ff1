using System.Management.Automation;
using DatadogOps.Commands.Telemetry;
using DatadogOps.Telemetry.Delivery;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Sends configuration runs to Datadog, each once: as an event with its cause, and as metrics.</summary>
[Cmdlet(VerbsCommunications.Send, "ConfigRunReport", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendConfigRunReportCommand : TelemetrySendCmdlet
{
    private ConfigRunSendWork? _work;

    /// <summary>Reports of Get-ConfigRunReport, Watch-ConfigRunReport or Receive-ConfigRunReport, also from a file, a job or a remote session.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Names of the metrics: those of each tool's own reporter (Native), the same for all tools (Common), or both.</summary>
    [Parameter]
    [ValidateSet("Both", "Native", "Common")]
    public string Naming { get; set; } = "Both";

    /// <summary>File that records which runs were sent. Defaults to a file in this user's state folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Sends runs again that were sent before.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also sets the environment and roles as tags of each host, which requires an application key.</summary>
    [Parameter]
    public SwitchParameter SetHostTag { get; set; }

    /// <inheritdoc/>
    private protected override string What => "configuration runs";

    /// <inheritdoc/>
    private protected override object Subject => InputObject;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _work = new ConfigRunSendWork(this);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _work!.WriteSummary();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The session first: a run that was interrupted is settled by what became of its items.
        base.Dispose(disposing);
        _work?.Dispose();
    }

    /// <inheritdoc/>
    private protected override void ProcessInput(SendSession session) => _work!.Send(InputObject, session);
}
