using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands.Datadog;

/// <summary>The part of Remove-DatadogMonitor and Remove-DatadogDashboard that is the same for both.</summary>
internal static class DefinitionRemover
{
    /// <summary>Removes one after ShouldProcess.</summary>
    public static void Remove(DatadogApiCmdlet cmdlet, string kind, string id, string? name, Func<Task> remove)
    {
        if (cmdlet.Confirm($"Remove {kind} {id}{(name is null ? "" : $" '{name}'")} from {cmdlet.Api.Site}", cmdlet.MyInvocation.MyCommand.Name))
        {
            cmdlet.Wait(remove());
            cmdlet.WriteVerbose($"Removed {kind} {id} from {cmdlet.Api.Site}.");
        }
    }

    /// <summary>The error of a definition that is not published.</summary>
    public static OperationException Missing(DatadogApiCmdlet cmdlet, string kind, string name, string? slug) => new(
        TelemetryErrorIds.DatadogNotFound,
        OperationErrorKind.NotFound,
        name,
        $"The {kind} '{name}' does not exist at {cmdlet.Api.Site}{(slug is null ? "" : $": no {kind} has the slug '{slug}'")}.",
        $"List what exists: Get-Datadog{kind} -Managed.");
}
