using System.Management.Automation;
using System.Security;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Parameters of the cmdlets that send by DogStatsD or by the API. The work is done by <see cref="SendSession"/>.</summary>
/// <remarks>
/// The parameters of the API are those of <see cref="DatadogApiCmdlet"/> without the application key, which sending does not use.
/// They are repeated here so that no cmdlet is more than three classes away from PSCmdlet.
/// </remarks>
public abstract class TelemetrySendCmdlet : DatadogOpsCmdlet
{
    /// <summary>Parameter set of items from the pipeline.</summary>
    private protected const string ObjectSet = "Object";

    /// <summary>Parameter set of one item by parameters.</summary>
    private protected const string ValueSet = "Value";

    private static readonly string[] DogStatsDParameters = [nameof(DogStatsDEndpoint), nameof(Cardinality), nameof(ClientTelemetry), "SampleRate", "Aggregate"];

    private static readonly string[] ApiParameters = [nameof(ApiUri), nameof(Site), nameof(ApiKey), "Category"];

    private SendSession? _session;

    /// <summary>Datadog site, such as us3.datadoghq.com. Defaults to the context's site, then DD_SITE, then datadoghq.com.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatadogSiteCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Site { get; set; }

    /// <summary>Base address of another server that implements the API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? ApiUri { get; set; }

    /// <summary>API key, as a SecureString or as text. Defaults to the context's key, then DD_API_KEY.</summary>
    [Parameter]
    [Secret]
    public SecureString? ApiKey { get; set; }

    /// <summary>Context of Connect-Datadog -PassThru or Get-DatadogContext. Defaults to the runspace's own.</summary>
    [Parameter]
    [ValidateNotNull]
    public DatadogContext? Context { get; set; }

    /// <summary>Seconds that one request or datagram may take, including retries.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>How to deliver. Defaults to the API if one of its parameters is specified, otherwise to the context's transport.</summary>
    [Parameter]
    [ValidateSet(DatadogTransport.DogStatsD, DatadogTransport.Api)]
    public string Transport { get; set; } = DatadogTransport.DogStatsD;

    /// <summary>Where DogStatsD listens: udp://host:port or unix:///path. Defaults to the context's endpoint, then DD_DOGSTATSD_URL, DD_AGENT_HOST and DD_DOGSTATSD_PORT, then udp://127.0.0.1:8125.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DogStatsDEndpoint { get; set; }

    /// <summary>How many tags the Agent adds for the sender's origin; DogStatsD only.</summary>
    [Parameter]
    [ValidateSet("None", "Low", "Orchestrator", "High")]
    public string? Cardinality { get; set; }

    /// <summary>Sends the client's own counters too, as metrics datadog.dogstatsd.client.*; DogStatsD only.</summary>
    [Parameter]
    public SwitchParameter ClientTelemetry { get; set; }

    /// <summary>Tags for everything that is sent, in addition to those of the context.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Drops what cannot be delivered, with an error, instead of spooling it.</summary>
    [Parameter]
    public SwitchParameter NoSpool { get; set; }

    /// <summary>Folder of the spool. Defaults to the context's, then DATADOGOPS_SPOOL, then a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Maximum size of the spool in megabytes. Defaults to the context's, then 100.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaxSpoolMegabytes { get; set; } = SpoolOptions.DefaultMaxMegabytes;

    /// <summary>Returns one object with the numbers of accepted, spooled and dropped items.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What is sent, in the plural.</summary>
    private protected abstract string What { get; }

    /// <summary>What the record is about, for errors.</summary>
    private protected abstract object Subject { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Invalid settings end the command before the first item.
        try
        {
            SendSettings settings = SendSettings.Of(
                this, What, RunspaceContext.Resolve(Context, Site, ApiUri, ApiKey), Tag, TimeoutSec, NoSpool, SpoolPath, IsBound(nameof(MaxSpoolMegabytes)) ? MaxSpoolMegabytes : null);
            _session = new SendSession(this, ChooseTransport(settings.Context) == DatadogTransport.Api ? settings : settings with
            {
                Endpoint = DogStatsDEndpoint is null ? settings.Context.DogStatsDEndpoint : DatadogOps.Telemetry.DogStatsD.DogStatsDEndpoint.Parse(DogStatsDEndpoint),
                DogStatsD = Configure(new DogStatsDOptions
                {
                    Origin = DogStatsDOrigin.FromEnvironment(Environment.GetEnvironmentVariable, Cardinality),
                    ClientTelemetry = ClientTelemetry,
                }),
            });
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            ProcessInput(_session!);
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, Subject));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _session!.Complete(PassThru);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _session?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Sends the items of one pipeline record, or of the parameters.</summary>
    private protected abstract void ProcessInput(SendSession session);

    /// <summary>Applies a cmdlet's own DogStatsD parameters.</summary>
    private protected virtual DogStatsDOptions Configure(DogStatsDOptions options) => options;

    private string ChooseTransport(DatadogContext context)
    {
        string? ofApi = ApiParameters.FirstOrDefault(IsBound);
        string? ofDogStatsD = DogStatsDParameters.FirstOrDefault(IsBound);
        string transport = IsBound(nameof(Transport)) ? Transport
            : ofDogStatsD is not null ? DatadogTransport.DogStatsD
            : ofApi is not null ? DatadogTransport.Api
            : context.Transport;
        bool byApi = DatadogTransport.Api.Equals(transport, StringComparison.OrdinalIgnoreCase);
        return (byApi ? ofDogStatsD : ofApi) is not { } conflict ? (byApi ? DatadogTransport.Api : DatadogTransport.DogStatsD) : throw new OperationException(
            TelemetryErrorIds.TransportConflict,
            OperationErrorKind.InvalidInput,
            conflict,
            $"-{conflict} does not apply when {What} are sent by {(byApi ? "the API" : "DogStatsD")}.",
            "Remove it, or change -Transport.");
    }
}
