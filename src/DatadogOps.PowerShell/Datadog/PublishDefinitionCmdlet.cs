using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>What publishing monitors and dashboards shares: the names by which they are found again, and that a change is shown and asked about first.</summary>
public abstract class PublishDefinitionCmdlet : DatadogApiCmdlet
{
    /// <summary>Definitions: of New-, of Get-, or JSON as text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Lasting name for a definition that has none, or another one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(PublishDefinitions);

    /// <summary>Publishes each definition of the object.</summary>
    private protected abstract void PublishDefinitions();

    /// <summary>The slug that a definition is to be marked with; null where it has one, or is known by its id.</summary>
    private protected string? SlugFor(string? own, bool hasId, string name) =>
        Slug is not null ? ManagedMarker.CheckSlug(Slug) : own is null && !hasId ? ManagedMarker.MakeSlug(name) : null;

    /// <summary>Carries a plan out, after it was shown or agreed to.</summary>
    private protected void Publish(string kind, string name, PublishPlan plan, Func<Task<DatadogPublication>> publish)
    {
        if (plan.IsUnchanged)
        {
            WriteVerbose($"{kind} {plan.Id} '{name}' at {Api.Site} is as defined: nothing to write.");
        }
        else if (!Confirm($"{(plan.IsNew ? "Create" : "Update")} {kind.ToLowerInvariant()} {(plan.IsNew ? "" : plan.Id + " ")}'{name}' at {Api.Site}:\n{string.Join('\n', plan.Differences)}", MyInvocation.MyCommand.Name))
        {
            return;
        }

        WriteObject(Wait(publish()));
    }
}
