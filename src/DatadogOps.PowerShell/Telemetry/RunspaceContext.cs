using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Telemetry;

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

    /// <summary>The context that counts: the one given, else this runspace's own, else what the environment says. A key stays with the site that it was given for.</summary>
    /// <exception cref="OperationException">A variable cannot be understood.</exception>
    public static DatadogContext Resolve(DatadogContext? context, DatadogSite? site)
    {
        DatadogContext? given = context ?? Current;
        DatadogContext known = given ?? DatadogContext.FromEnvironment(Environment.GetEnvironmentVariable);
        return site is null ? known : given is null ? known with { Site = site } : known.At(site, Environment.GetEnvironmentVariable);
    }
}
