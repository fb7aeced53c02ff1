using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>
/// The context that Connect-Datadog keeps, one for each runspace, so that sessions that share a process do not send with each
/// other's keys. It goes when its runspace does.
/// </summary>
internal static class RunspaceContext
{
    private static readonly ConditionalWeakTable<Runspace, DatadogContext> Contexts = [];

    public static DatadogContext? Current
    {
        get => Runspace.DefaultRunspace is { } runspace && Contexts.TryGetValue(runspace, out DatadogContext? context) ? context : null;
        set
        {
            // A cmdlet always runs in one.
            Runspace runspace = Runspace.DefaultRunspace!;
            if (value is null)
            {
                Contexts.Remove(runspace);
            }
            else
            {
                Contexts.AddOrUpdate(runspace, value);
            }
        }
    }
}
