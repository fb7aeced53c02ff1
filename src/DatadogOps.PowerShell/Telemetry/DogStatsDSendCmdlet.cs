using System.Management.Automation;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>What the cmdlets share that send by DogStatsD or by the API.</summary>
public abstract class DogStatsDSendCmdlet : TelemetrySendCmdlet
{
    // Kept as a number: a field of a type from the core library would load that library with this class, on import.
    private int _transport;

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

    /// <inheritdoc/>
    private protected override int ChooseTransport()
    {
        string? ofApi = new[] { nameof(ApiUri), nameof(Site), nameof(ApiKey) }.FirstOrDefault(IsBound);
        string? ofDogStatsD = IsBound(nameof(DogStatsDEndpoint)) ? nameof(DogStatsDEndpoint) : null;
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
        DogStatsDEndpoint is null ? base.ResolveEndpoint() : Telemetry.DogStatsDEndpoint.Parse(DogStatsDEndpoint);
}
