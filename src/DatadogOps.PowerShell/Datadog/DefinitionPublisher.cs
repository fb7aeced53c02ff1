using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>The part of Publish-DatadogMonitor and Publish-DatadogDashboard that is the same for both.</summary>
internal static class DefinitionPublisher
{
    /// <summary>The slug to mark a definition with; null if it already has one, or is identified by its id.</summary>
    /// <param name="given">Slug that the user gave.</param>
    /// <param name="own">Slug of the definition.</param>
    /// <param name="hasId">Whether the definition has an id.</param>
    /// <param name="name">Its name.</param>
    public static string? SlugFor(string? given, string? own, bool hasId, string name) =>
        given is not null ? ManagedMarker.CheckSlug(given) : own is null && !hasId ? ManagedMarker.MakeSlug(name) : null;

    /// <summary>Carries out a plan after ShouldProcess.</summary>
    public static void Publish(DatadogApiCmdlet cmdlet, string kind, string name, PublishPlan plan, Func<Task<DatadogPublication>> publish)
    {
        if (plan.IsUnchanged)
        {
            cmdlet.WriteVerbose($"{kind} {plan.Id} '{name}' at {cmdlet.Api.Site} is up to date.");
        }
        else
        {
            string target = $"{kind.ToLowerInvariant()} {(plan.IsNew ? "" : plan.Id + " ")}'{name}' at {cmdlet.Api.Site}";
            if (!cmdlet.Confirm($"{(plan.IsNew ? "Create" : "Update")} {target}:\n{string.Join('\n', plan.Differences)}", cmdlet.MyInvocation.MyCommand.Name))
            {
                return;
            }
        }

        cmdlet.WriteObject(cmdlet.Wait(publish()));
    }
}
