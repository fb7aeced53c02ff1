using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>The part of New-PgConnectionMonitor and New-ConfigRunMonitor that is the same for every area.</summary>
internal static class MonitorOutput
{
    /// <summary>The options that the cmdlet's parameters describe.</summary>
    /// <exception cref="OperationException">The slug is invalid.</exception>
    public static MonitorOptions Options(string[] filter, string[] notify, string[] tag, int priorityLevel, string? slug) => new()
    {
        Filter = [.. ObjectReader.ParseTags(filter)],
        Notify = notify,
        Tags = ObjectReader.ParseTags(tag),
        Priority = priorityLevel == 0 ? null : priorityLevel,
        Slug = slug is null ? null : ManagedMarker.CheckSlug(slug),
    };

    /// <summary>Writes the monitors; one that violates a rule is written as an error.</summary>
    public static void Write(DatadogOpsCmdlet cmdlet, IEnumerable<DatadogMonitor> monitors)
    {
        try
        {
            foreach (DatadogMonitor monitor in monitors)
            {
                if (DefinitionInput.Error(monitor) is { } error)
                {
                    cmdlet.WriteError(DatadogOpsCmdlet.ToErrorRecord(error));
                }
                else
                {
                    cmdlet.WriteObject(monitor);
                }
            }
        }
        catch (OperationException error)
        {
            cmdlet.ThrowTerminatingError(DatadogOpsCmdlet.ToErrorRecord(error));
        }
    }
}
