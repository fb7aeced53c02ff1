using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Removes monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogMonitor", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogMonitorCommand : DatadogApiCmdlet
{
    private const string InputSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>Output of Get-DatadogMonitor or Publish-DatadogMonitor, or definitions with a slug.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Also removes a monitor that a composite monitor or an SLO refers to.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Try(() => Remove(DefinitionInput.MonitorId(id), null));
        }

        if (ParameterSetName == InputSet)
        {
            Try(RemoveInput);
        }
    }

    private void RemoveInput()
    {
        if (DefinitionInput.IdOf(InputObject) is { } id)
        {
            Remove(DefinitionInput.MonitorId(id), null);
            return;
        }

        foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
        {
            Try(() => Remove(monitor.Id ?? Find(monitor), monitor.Name));
        }
    }

    private void Remove(long id, string? name) =>
        DefinitionRemover.Remove(this, "monitor", id.ToString(CultureInfo.InvariantCulture), name, () => new MonitorStore(Api).RemoveAsync(id, Force, StopToken));

    private long Find(DatadogMonitor monitor) =>
        (monitor.Slug is { } slug ? Wait(new MonitorStore(Api).FindAsync(slug, StopToken)) : null)?.Id
        ?? throw DefinitionRemover.Missing(this, "monitor", monitor.Name, monitor.Slug);
}
