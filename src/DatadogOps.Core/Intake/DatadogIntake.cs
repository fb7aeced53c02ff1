using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Intake;

/// <summary>A local Datadog that runs on this machine.</summary>
public sealed class DatadogIntake
{
    /// <summary>Id of its process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Base address of its HTTP API.</summary>
    public required Uri ApiUri { get; init; }

    /// <summary>Its UDP address of DogStatsD.</summary>
    public required Uri DogStatsDEndpoint { get; init; }

    /// <summary>Path of its Unix datagram socket of DogStatsD; null if it has none.</summary>
    public string? DogStatsDSocket { get; init; }

    /// <summary>Folder of its data; null if everything is in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>When its process started.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>
    /// A context that uses this intake. A missing key is replaced by the one that an intake without configured keys accepts, which is
    /// no secret.
    /// </summary>
    /// <param name="context">Supplies everything else.</param>
    /// <exception cref="OperationException">An address is invalid.</exception>
    public DatadogContext ToContext(DatadogContext context) => context.WithKeys(
        context.HasApiKey ? null : DatadogKey.OfLocalIntake(DatadogKeyKind.Api),
        context.HasApplicationKey ? null : DatadogKey.OfLocalIntake(DatadogKeyKind.Application)) with
    {
        Site = DatadogSite.FromUri(ApiUri),
        DogStatsDEndpoint = Telemetry.DogStatsD.DogStatsDEndpoint.Parse(DogStatsDSocket is { } path ? new Uri("unixgram://" + path) : DogStatsDEndpoint),
    };
}
