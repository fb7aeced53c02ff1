using System.Text.Json;

namespace DatadogOps.Telemetry.Http;

/// <summary>What Datadog answered to a request that it took.</summary>
/// <param name="Status">HTTP status, 200 to 299.</param>
/// <param name="Body">The body, decompressed.</param>
public sealed record DatadogAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>When it was made by the receiver's clock, to the second; null where it does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The body as JSON; dispose of it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonDocument Parse() => JsonDocument.Parse(Body);
}
