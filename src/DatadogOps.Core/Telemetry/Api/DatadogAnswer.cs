using System.Text.Json;

namespace DatadogOps.Telemetry;

/// <summary>What Datadog answered to a request that it took.</summary>
/// <param name="Status">HTTP status, 200 to 299.</param>
/// <param name="Body">The body, decompressed.</param>
public sealed record DatadogAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as JSON; dispose of it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonDocument Parse() => JsonDocument.Parse(Body);
}
