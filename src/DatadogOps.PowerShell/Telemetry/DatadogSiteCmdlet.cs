using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What all cmdlets share that say where Datadog is and with which key it is spoken to.</summary>
public abstract class DatadogSiteCmdlet : DatadogOpsCmdlet
{
    /// <summary>Datadog site, such as us3.datadoghq.com. Unless given, from the context, else DD_SITE, else datadoghq.com.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Site { get; set; }

    /// <summary>Base address of another receiver that answers as the API does.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>API key, as a SecureString or as text. Unless given, from the context, else DD_API_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>The site that the parameters name, or null.</summary>
    /// <exception cref="OperationException">They name none that can be used, or two.</exception>
    private protected DatadogSite? GivenSite()
    {
        if (Site is not null && ApiUri is not null)
        {
            throw SiteConflict("-Site and -ApiUri both say where the API is.");
        }

        return ApiUri is not null ? DatadogSite.FromUri(ApiUri) : Site is not null ? DatadogSite.FromName(Site) : null;
    }

    private protected static OperationException SiteConflict(string message) =>
        new(TelemetryErrorIds.MetricTransportConflict, OperationErrorKind.InvalidInput, nameof(Site), message, "Give one of them.");

    private protected DatadogKey? GivenApiKey() => ApiKey is null ? null : new DatadogKey(DatadogKeyKind.Api, ApiKey);

    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private protected static string? ReadVariable(string name) => Environment.GetEnvironmentVariable(name);
}
