using System.Globalization;
using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Removes monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogMonitor", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogMonitorCommand : DefinitionCmdlet
{
    private const string InputSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>Monitors of Get-DatadogMonitor, results of Publish-DatadogMonitor, or definitions with a slug.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Numbers of monitors.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Removes also what a composite monitor or an SLO refers to.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => Remove(DefinitionInput.MonitorId(id), null));
            }

            return;
        }

        Try(() =>
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
        });
    }

    private long Find(DatadogMonitor monitor)
    {
        DatadogMonitor? there = monitor.Slug is { } slug ? Wait(new MonitorStore(Api).FindAsync(slug, StopToken)) : null;
        return there?.Id ?? throw new OperationException(
            Telemetry.TelemetryErrorIds.DatadogNotFound,
            OperationErrorKind.NotFound,
            monitor.Name,
            $"The monitor '{monitor.Name}' is not at {Api.Site}{(monitor.Slug is { } name ? $": none has the slug '{name}'" : "")}.",
            "See what is there: Get-DatadogMonitor -Managed.");
    }

    private void Remove(long id, string? name)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"Remove monitor {id}{(name is null ? "" : $" '{name}'")} from {Api.Site}");
        if (Confirm(what, "Remove-DatadogMonitor"))
        {
            Wait(new MonitorStore(Api).RemoveAsync(id, Force, StopToken));
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"Monitor {id} removed from {Api.Site}."));
        }
    }
}
