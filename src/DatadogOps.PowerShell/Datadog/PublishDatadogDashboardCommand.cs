using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates or updates dashboards. A dashboard that is up to date is not written.</summary>
[Cmdlet(VerbsData.Publish, "DatadogDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogDashboardCommand : DatadogApiCmdlet
{
    /// <summary>Definitions from New-DatadogDashboard or Get-DatadogDashboard, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Slug for a definition that has none, or to replace the one it has.</summary>
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
        string? slug = DefinitionPublisher.SlugFor(Slug, dashboard.Slug, dashboard.Id is not null, dashboard.Title);
        dashboard = slug is null ? dashboard : DefinitionReader.Mark(dashboard, slug);
        var store = new DashboardStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(dashboard, StopToken));
        DefinitionPublisher.Publish(this, "Dashboard", dashboard.Title, plan, () => store.PublishAsync(dashboard, plan, StopToken));
    }
}
