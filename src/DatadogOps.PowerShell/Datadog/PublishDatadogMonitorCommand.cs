using System.Management.Automation;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates or updates monitors; what is as defined already is left alone.</summary>
[Cmdlet(VerbsData.Publish, "DatadogMonitor", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogMonitorCommand : PublishDefinitionCmdlet
{
    private protected override void PublishDefinitions()
    {
        foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
        {
            Try(() => Publish(monitor));
        }
    }

    private void Publish(DatadogMonitor monitor)
    {
        string? slug = SlugFor(monitor.Slug, monitor.Id is not null, monitor.Name);
        monitor = slug is null ? monitor : DefinitionReader.Mark(monitor, slug);
        if (DefinitionInput.Refusal(monitor) is { } refusal)
        {
            throw refusal;
        }

        var store = new MonitorStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(monitor, StopToken));
        Publish("Monitor", monitor.Name, plan, () => store.PublishAsync(monitor, plan, StopToken));
    }
}
