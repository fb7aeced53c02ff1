using System.Management.Automation;
using DatadogOps.Datadog.Dashboards;

namespace DatadogOps.Commands.Datadog;

/// <summary>Removes dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogDashboard", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogDashboardCommand : RemoveDefinitionCmdlet
{
    private protected override void RemoveDefinitions()
    {
        foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
        {
            Try(() => Remove(dashboard.Id ?? Find(dashboard), dashboard.Title));
        }
    }

    private protected override void Remove(string id, string? name)
    {
        string known = DefinitionInput.DashboardId(id);
        if (Confirm($"Remove dashboard {known}{(name is null ? "" : $" '{name}'")} from {Api.Site}", "Remove-DatadogDashboard"))
        {
            Wait(new DashboardStore(Api).RemoveAsync(known, StopToken));
            WriteVerbose($"Dashboard {known} removed from {Api.Site}.");
        }
    }

    private string Find(DatadogDashboard dashboard)
    {
        DatadogDashboard? there = dashboard.Slug is { } slug ? Wait(new DashboardStore(Api).FindAsync(slug, StopToken)) : null;
        return there?.Id ?? throw Missing("dashboard", dashboard.Title, dashboard.Slug, "See what is there: Get-DatadogDashboard -Managed -Summary.");
    }
}
