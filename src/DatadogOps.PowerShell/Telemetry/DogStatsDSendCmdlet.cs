using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.DogStatsD;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What the cmdlets share that send by DogStatsD or by the API.</summary>
public abstract class DogStatsDSendCmdlet : TelemetrySendCmdlet
{
    // Parameters that mean something by DogStatsD only.
    private static readonly string[] OfDogStatsD = [nameof(DogStatsDEndpoint), nameof(Cardinality), nameof(ClientTelemetry), "SampleRate", "Aggregate"];

    private static readonly string[] OfApi = [nameof(ApiUri), nameof(Site), nameof(ApiKey), "Category"];

    // Kept as numbers: fields of types from the core library would load that library with this class, on import.
    private int _transport;
    private int _cardinality;

    /// <summary>How to deliver. Unless said otherwise as the context says, or by the API where a parameter of the API is given.</summary>
    [Parameter]
    public DatadogTransport Transport
    {
        get => (DatadogTransport)_transport;
        set => _transport = (int)value;
    }

    /// <summary>Where DogStatsD listens: udp://host:port or unix:///path. Unless given, from the context, else DD_DOGSTATSD_URL, DD_AGENT_HOST and DD_DOGSTATSD_PORT, else udp://127.0.0.1:8125.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? DogStatsDEndpoint { get; set; }

    /// <summary>How many tags the Agent adds from where the sender runs; by DogStatsD only.</summary>
    [Parameter]
    public TagCardinality Cardinality
    {
        get => (TagCardinality)_cardinality;
        set => _cardinality = (int)value;
    }

    /// <summary>Has the sender tell the Agent how much it sent and dropped, as metrics datadog.dogstatsd.client.*; by DogStatsD only.</summary>
    [Parameter]
    public SwitchParameter ClientTelemetry { get; set; }

    /// <inheritdoc/>
    private protected override int ChooseTransport()
    {
        string? ofApi = OfApi.FirstOrDefault(IsBound);
        string? ofDogStatsD = OfDogStatsD.FirstOrDefault(IsBound);
        if (!IsBound(nameof(Transport)))
        {
            Transport = ofDogStatsD is not null ? DatadogTransport.DogStatsD : ofApi is not null ? DatadogTransport.Api : Settings!.Transport;
        }

        string? foreign = Transport == DatadogTransport.Api ? ofDogStatsD : ofApi;
        return foreign is null ? _transport : throw new OperationException(
            TelemetryErrorIds.MetricTransportConflict,
            OperationErrorKind.InvalidInput,
            foreign,
            $"-{foreign} has no meaning when {What} travel by {(Transport == DatadogTransport.Api ? "the API" : "DogStatsD")}.",
            "Leave it out, or change -Transport.");
    }

    /// <inheritdoc/>
    private protected override DogStatsDEndpoint ResolveEndpoint() =>
        DogStatsDEndpoint is null ? base.ResolveEndpoint() : DatadogOps.Telemetry.DogStatsD.DogStatsDEndpoint.Parse(DogStatsDEndpoint);

    /// <inheritdoc/>
    private protected override DogStatsDOptions DogStatsDSettings()
    {
        DogStatsDOrigin origin = DogStatsDOrigin.FromEnvironment(Environment.GetEnvironmentVariable);
        return new DogStatsDOptions
        {
            Origin = IsBound(nameof(Cardinality)) ? origin with { Cardinality = Cardinality } : origin,
            ClientTelemetry = ClientTelemetry,
        };
    }
}
