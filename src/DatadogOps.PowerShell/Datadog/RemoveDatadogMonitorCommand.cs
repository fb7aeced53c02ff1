using System.Globalization;
using System.Management.Automation;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Removes monitors from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogMonitor", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogMonitorCommand : RemoveDefinitionCmdlet
{
    /// <summary>Removes also what a composite monitor or an SLO refers to.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void RemoveDefinitions()
    {
        foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
        {
            Try(() => Remove((monitor.Id ?? Find(monitor)).ToString(CultureInfo.InvariantCulture), monitor.Name));
        }
    }

    private protected override void Remove(string id, string? name)
    {
        long number = DefinitionInput.MonitorId(id);
        string what = string.Create(CultureInfo.InvariantCulture, $"Remove monitor {number}{(name is null ? "" : $" '{name}'")} from {Api.Site}");
        if (Confirm(what, "Remove-DatadogMonitor"))
        {
            Wait(new MonitorStore(Api).RemoveAsync(number, Force, StopToken));
            WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"Monitor {number} removed from {Api.Site}."));
        }
    }

    private long Find(DatadogMonitor monitor)
    {
        DatadogMonitor? there = monitor.Slug is { } slug ? Wait(new MonitorStore(Api).FindAsync(slug, StopToken)) : null;
        return there?.Id ?? throw Missing("monitor", monitor.Name, monitor.Slug, "See what is there: Get-DatadogMonitor -Managed.");
    }
}
