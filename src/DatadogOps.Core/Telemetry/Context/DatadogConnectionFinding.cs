using DatadogOps.Common;

namespace DatadogOps.Telemetry.Context;

/// <summary>What one check of a connection found. <see cref="Finding.Rule"/> is <c>Reach</c>, <c>ApiKey</c>, <c>ApplicationKey</c>, <c>Clock</c> or <c>DogStatsD</c>.</summary>
public sealed record DatadogConnectionFinding : Finding
{
    /// <summary>The id of the error that a command would fail with, or null.</summary>
    public string? ErrorId { get; init; }
}
