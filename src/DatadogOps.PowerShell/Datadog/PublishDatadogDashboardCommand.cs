using System.Management.Automation;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates or updates dashboards; what is as defined already is left alone.</summary>
[Cmdlet(VerbsData.Publish, "DatadogDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogDashboardCommand : PublishDefinitionCmdlet
{
    private protected override void PublishDefinitions()
    {
        foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
        {
            Try(() => Publish(dashboard));
        }
    }

    private void Publish(DatadogDashboard dashboard)
    {
        string? slug = SlugFor(dashboard.Slug, dashboard.Id is not null, dashboard.Title);
        dashboard = slug is null ? dashboard : DefinitionReader.Mark(dashboard, slug);
        var store = new DashboardStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(dashboard, StopToken));
        Publish("Dashboard", dashboard.Title, plan, () => store.PublishAsync(dashboard, plan, StopToken));
    }
}
