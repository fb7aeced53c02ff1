using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Security;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Common;

/// <summary>
/// The context that Connect-Datadog stores, one for each runspace, so that sessions that share a process do not use each other's keys.
/// It is collected with its runspace.
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

    /// <summary>The given context, else the runspace's, else the environment's; at another site if one is given. A key is only used with the site it was given for.</summary>
    /// <exception cref="OperationException">A variable is invalid.</exception>
    public static DatadogContext Resolve(DatadogContext? context, DatadogSite? site)
    {
        DatadogContext? given = context ?? Current;
        DatadogContext known = given ?? DatadogContext.FromEnvironment(Environment.GetEnvironmentVariable);
        return site is null ? known : given is null ? known with { Site = site } : known.At(site, Environment.GetEnvironmentVariable);
    }

    /// <summary>The context that a cmdlet's parameters result in.</summary>
    /// <exception cref="OperationException">A parameter or variable is invalid.</exception>
    public static DatadogContext Resolve(DatadogContext? context, string? site, Uri? apiUri, SecureString? apiKey, SecureString? applicationKey = null) =>
        Resolve(context, ParseSite(site, apiUri)).WithKeys(apiKey, applicationKey);

    /// <summary>The site that -Site or -ApiUri names; null if neither is given.</summary>
    /// <exception cref="OperationException">The site is invalid, or both are given.</exception>
    public static DatadogSite? ParseSite(string? site, Uri? apiUri) =>
        site is not null && apiUri is not null ? throw SiteConflict("-Site and -ApiUri both specify the API's address.")
        : apiUri is not null ? DatadogSite.FromUri(apiUri)
        : site is not null ? DatadogSite.FromName(site)
        : null;

    public static OperationException SiteConflict(string message) =>
        new(TelemetryErrorIds.DatadogSiteConflict, OperationErrorKind.InvalidInput, "Site", message, "Specify only one of them.");

    public static DatadogContext WithKeys(this DatadogContext context, SecureString? apiKey, SecureString? applicationKey) => context.WithKeys(
        apiKey is null ? null : new DatadogKey(DatadogKeyKind.Api, apiKey),
        applicationKey is null ? null : new DatadogKey(DatadogKeyKind.Application, applicationKey));
}
