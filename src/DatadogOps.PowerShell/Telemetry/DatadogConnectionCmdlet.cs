using System.Management.Automation;
using System.Security;
using DatadogOps.Hosting;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>
/// What all cmdlets that talk to Datadog's API share: where it is and with which keys. A parameter goes before <c>-Context</c>,
/// that before the runspace's own context, that before the environment.
/// </summary>
public abstract class DatadogConnectionCmdlet : DatadogOpsCmdlet
{
    /// <summary>Context of Connect-Datadog -PassThru or Get-DatadogContext; this runspace's own unless given.</summary>
    [Parameter]
    [ValidateNotNull]
    public DatadogContext? Context { get; set; }

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

    /// <summary>Application key, as a SecureString or as text. Unless given, from the context, else DD_APP_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApplicationKey { get; set; }

    /// <summary>Seconds that one request may take, its repetitions included.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The context that all this amounts to.</summary>
    /// <exception cref="OperationException">A parameter or variable cannot be understood.</exception>
    internal DatadogContext ResolveContext()
    {
        DatadogContext context = Context ?? DatadogContext.FromEnvironment(Environment.GetEnvironmentVariable);
        if (ApiUri is not null || Site is not null)
        {
            context = context with { Site = ApiUri is not null ? DatadogSite.FromUri(ApiUri) : DatadogSite.FromName(Site!) };
        }

        return context.WithKeys(
            ApiKey is null ? null : new DatadogKey(DatadogKeyKind.Api, ApiKey),
            ApplicationKey is null ? null : new DatadogKey(DatadogKeyKind.Application, ApplicationKey));
    }

    /// <summary>A client of the API for this command; dispose of it.</summary>
    /// <exception cref="OperationException">A parameter or variable cannot be understood, or there is no API key.</exception>
    internal DatadogApiClient OpenApi() => ResolveContext().OpenApi(new DatadogApiOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) });
}
