using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.DogStatsD;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>What a command sends, where to, and how.</summary>
internal sealed record SendSettings
{
    /// <summary>The items, in the plural, for prompts and progress.</summary>
    public required string What { get; init; }

    public required DatadogContext Context { get; init; }

    /// <summary>Tags of the command, in addition to those of the context.</summary>
    public required TagSet Tags { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Keeps what the API did not accept; null to drop it.</summary>
    public DeliverySpool? Spool { get; init; }

    /// <summary>Where DogStatsD listens; null to send by the API.</summary>
    public DogStatsDEndpoint? Endpoint { get; init; }

    public DogStatsDOptions DogStatsD { get; init; } = new();

    /// <summary>Settings of the parameters that all sending cmdlets have, validated.</summary>
    /// <exception cref="OperationException">One of them is invalid.</exception>
    public static SendSettings Of(
        DatadogOpsCmdlet cmdlet, string what, DatadogContext context, string[] tags, int timeoutSec, bool noSpool, string? spoolPath, int? maxSpoolMegabytes) => new()
        {
            What = what,
            Context = context,
            Tags = MetricRules.CheckTags(ObjectReader.ParseTags(tags)),
            Timeout = TimeSpan.FromSeconds(timeoutSec),
            Spool = noSpool ? null : SpoolFolder.Open(cmdlet, spoolPath, context, maxSpoolMegabytes ?? context.MaxSpoolMegabytes),
        };

    /// <summary>Opens a connection to DogStatsD, or a sender that only shows what it would send.</summary>
    /// <exception cref="OperationException">The endpoint cannot be used.</exception>
    public Task<DogStatsDClient> OpenDogStatsDAsync(Action<string>? preview, CancellationToken cancellationToken)
    {
        DogStatsDEndpoint endpoint = Endpoint!;
        DogStatsDOptions options = DogStatsD with
        {
            ConstantTags = DogStatsDTags.FromEnvironment(Environment.GetEnvironmentVariable).With(Context.Tags.AsSpan()).With(Tags.AsSpan()),
            SendTimeout = Timeout,
        };
        return preview is null
            ? DogStatsDClient.ConnectAsync(endpoint, options, cancellationToken)
            : Task.FromResult(DogStatsDClient.Preview(endpoint, options, datagram => preview($"Send a datagram to {endpoint}:\n{datagram}")));
    }

    /// <summary>Creates a sender by the API, or one that only shows what it would send.</summary>
    /// <exception cref="OperationException">There is no API key.</exception>
    public ApiSender OpenApi(Action<string>? preview)
    {
        var options = new DatadogApiOptions
        {
            ConstantTags = Context.Tags.With(Tags.AsSpan()),

            // As the Agent does for DogStatsD: a point without a host would be another series than the Agent's.
            DefaultHost = Environment.GetEnvironmentVariable("DD_HOSTNAME") is { Length: > 0 } name ? name : Environment.MachineName,
            Timeout = Timeout,
        };
        return preview is null ? Context.OpenSender(options, Spool) : ApiSender.Preview(Context.Site, options, preview);
    }
}
