using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Intake;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Says once, for this runspace, where Datadog is and how it is spoken to. Opens no connection.</summary>
[Cmdlet(VerbsCommunications.Connect, "Datadog")]
[OutputType(typeof(DatadogContext))]
public sealed class ConnectDatadogCommand : DatadogOpsCmdlet
{
    /// <summary>A local intake, as Start-DatadogIntake and Get-DatadogIntake give it: its addresses, and the keys that it asks for.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public DatadogIntake? Intake { get; set; }

    /// <summary>Datadog site, such as us3.datadoghq.com. Defaults to DD_SITE, then datadoghq.com.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Site { get; set; }

    /// <summary>Base address of another server that implements the API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>API key, as a SecureString or as text. Defaults to DD_API_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>Application key, as a SecureString or as text. Unless given, from DD_APP_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApplicationKey { get; set; }

    /// <summary>Where DogStatsD listens. Unless given, from DD_DOGSTATSD_URL, DD_AGENT_HOST and DD_DOGSTATSD_PORT.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DogStatsDEndpoint { get; set; }

    /// <summary>How is sent what can be sent both ways. Unless given DogStatsD, or the API where a parameter of the API is given.</summary>
    [Parameter]
    [ValidateSet(DatadogTransport.DogStatsD, DatadogTransport.Api)]
    public string Transport { get; set; } = DatadogTransport.DogStatsD;

    /// <summary>Tags for all that is sent.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Folder that keeps what could not be delivered. Unless given, from DATADOGOPS_SPOOL, else a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Megabytes that the folder may hold.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaxSpoolMegabytes { get; set; } = SpoolOptions.DefaultMaxMegabytes;

    /// <summary>Puts out the context.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            DatadogContext context = Make();
            RunspaceContext.Current = context;
            WriteVerbose($"Datadog is {context.Site}, by {context.Transport}; DogStatsD is {context.DogStatsDEndpoint}.");
            if (PassThru)
            {
                WriteObject(context);
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    private DatadogContext Make()
    {
        DatadogContext context = DatadogContext.FromEnvironment(Environment.GetEnvironmentVariable);
        DatadogSite? site = RunspaceContext.ParseSite(Site, ApiUri);
        if (Intake is not null)
        {
            context = site is null ? Intake.ToContext(context) : throw RunspaceContext.SiteConflict("-Intake and -Site or -ApiUri both specify the API's address.");
        }

        bool api = Site is not null || ApiUri is not null || ApiKey is not null || Intake is not null;
        return context.WithKeys(ApiKey, ApplicationKey) with
        {
            Site = site ?? context.Site,
            DogStatsDEndpoint = DogStatsDEndpoint is null ? context.DogStatsDEndpoint : DatadogOps.Telemetry.DogStatsD.DogStatsDEndpoint.Parse(DogStatsDEndpoint),
            Transport = IsBound(nameof(Transport)) ? Transport : api && DogStatsDEndpoint is null ? DatadogTransport.Api : DatadogTransport.DogStatsD,
            Tags = MetricRules.CheckTags(ObjectReader.ParseTags(Tag)),
            SpoolPath = SpoolPath is null ? context.SpoolPath : GetUnresolvedProviderPathFromPSPath(SpoolPath),
            MaxSpoolMegabytes = MaxSpoolMegabytes,
        };
    }
}
