using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates or updates monitors. A monitor that is up to date is not written.</summary>
[Cmdlet(VerbsData.Publish, "DatadogMonitor", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogMonitorCommand : DatadogApiCmdlet
{
    /// <summary>Definitions from New-DatadogMonitor or Get-DatadogMonitor, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Slug for a definition that has none, or to replace the one it has.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
        {
            Try(() => Publish(monitor));
        }
    });

    private void Publish(DatadogMonitor monitor)
    {
        string? slug = DefinitionPublisher.SlugFor(Slug, monitor.Slug, monitor.Id is not null, monitor.Name);
        monitor = slug is null ? monitor : DefinitionReader.Mark(monitor, slug);
        if (DefinitionInput.Error(monitor) is { } error)
        {
            throw error;
        }

        var store = new MonitorStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(monitor, StopToken));
        DefinitionPublisher.Publish(this, "Monitor", monitor.Name, plan, () => store.PublishAsync(monitor, plan, StopToken));
    }
}
