using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Creates or updates dashboards; what is as defined already is left alone.</summary>
[Cmdlet(VerbsData.Publish, "DatadogDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogDashboardCommand : DefinitionCmdlet
{
    /// <summary>Definitions: of New-DatadogDashboard, New-PgConnectionDashboard or Get-DatadogDashboard, or JSON as text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Lasting name for a definition that has none, or another one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
        {
            Try(() => Publish(dashboard));
        }
    });

    private void Publish(DatadogDashboard dashboard)
    {
        string? slug = Slug is not null ? ManagedMarker.CheckSlug(Slug)
            : dashboard.Slug is null && dashboard.Id is null ? ManagedMarker.MakeSlug(dashboard.Title) : null;
        dashboard = slug is null ? dashboard : DefinitionReader.Mark(dashboard, slug);
        var store = new DashboardStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(dashboard, StopToken));
        if (plan.IsUnchanged)
        {
            WriteVerbose($"Dashboard {plan.Id} '{dashboard.Title}' at {Api.Site} is as defined: nothing to write.");
        }
        else if (!Confirm($"{(plan.IsNew ? "Create dashboard" : $"Update dashboard {plan.Id}")} '{dashboard.Title}' at {Api.Site}:\n{string.Join('\n', plan.Differences)}", "Publish-DatadogDashboard"))
        {
            return;
        }

        WriteObject(Wait(store.PublishAsync(dashboard, plan, StopToken)));
    }
}
