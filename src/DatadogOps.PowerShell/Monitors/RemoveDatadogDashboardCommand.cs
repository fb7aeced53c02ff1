using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Removes dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogDashboard", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogDashboardCommand : DefinitionCmdlet
{
    private const string InputSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>Dashboards of Get-DatadogDashboard, results of Publish-DatadogDashboard, or definitions with a slug.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Ids of dashboards, such as abc-def-ghi.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => Remove(DefinitionInput.DashboardId(id), null));
            }

            return;
        }

        Try(() =>
        {
            if (DefinitionInput.IdOf(InputObject) is { } id)
            {
                Remove(DefinitionInput.DashboardId(id), null);
                return;
            }

            foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
            {
                Try(() => Remove(dashboard.Id ?? Find(dashboard), dashboard.Title));
            }
        });
    }

    private string Find(DatadogDashboard dashboard)
    {
        DatadogDashboard? there = dashboard.Slug is { } slug ? Wait(new DashboardStore(Api).FindAsync(slug, StopToken)) : null;
        return there?.Id ?? throw new OperationException(
            Telemetry.TelemetryErrorIds.DatadogNotFound,
            OperationErrorKind.NotFound,
            dashboard.Title,
            $"The dashboard '{dashboard.Title}' is not at {Api.Site}{(dashboard.Slug is { } name ? $": none has the slug '{name}'" : "")}.",
            "See what is there: Get-DatadogDashboard -Managed -Summary.");
    }

    private void Remove(string id, string? title)
    {
        if (Confirm($"Remove dashboard {id}{(title is null ? "" : $" '{title}'")} from {Api.Site}", "Remove-DatadogDashboard"))
        {
            Wait(new DashboardStore(Api).RemoveAsync(id, StopToken));
            WriteVerbose($"Dashboard {id} removed from {Api.Site}.");
        }
    }
}
