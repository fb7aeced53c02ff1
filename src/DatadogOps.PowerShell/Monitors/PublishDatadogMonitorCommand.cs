using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Creates or updates monitors; what is as defined already is left alone.</summary>
[Cmdlet(VerbsData.Publish, "DatadogMonitor", SupportsShouldProcess = true)]
[OutputType(typeof(DatadogPublication))]
public sealed class PublishDatadogMonitorCommand : DefinitionCmdlet
{
    /// <summary>Definitions: of New-DatadogMonitor, New-PgConnectionMonitor or Get-DatadogMonitor, or JSON as text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Lasting name for a definition that has none, or another one.</summary>
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
        string? slug = Slug is not null ? ManagedMarker.CheckSlug(Slug)
            : monitor.Slug is null && monitor.Id is null ? ManagedMarker.MakeSlug(monitor.Name) : null;
        monitor = slug is null ? monitor : DefinitionReader.Mark(monitor, slug);
        if (MonitorRules.Check(monitor).Select(DefinitionInput.Refusal).OfType<OperationException>().FirstOrDefault() is { } refusal)
        {
            throw refusal;
        }

        var store = new MonitorStore(Api);
        PublishPlan plan = Wait(store.PlanAsync(monitor, StopToken));
        if (plan.IsUnchanged)
        {
            WriteVerbose($"Monitor {plan.Id} '{monitor.Name}' at {Api.Site} is as defined: nothing to write.");
        }
        else if (!Confirm($"{(plan.IsNew ? "Create monitor" : $"Update monitor {plan.Id}")} '{monitor.Name}' at {Api.Site}:\n{string.Join('\n', plan.Differences)}", "Publish-DatadogMonitor"))
        {
            return;
        }

        WriteObject(Wait(store.PublishAsync(monitor, plan, StopToken)));
    }
}
