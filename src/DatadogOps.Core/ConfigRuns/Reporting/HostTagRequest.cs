using System.Text.Json;
using System.Text.Json.Serialization;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Gives hosts the tags of their configuration (<c>PUT /api/v1/tags/hosts/{host}?source=chef</c>).</summary>
public static class HostTagRequest
{
    /// <summary>Replaces the tags that the tool gave the host before; those of other sources stay.</summary>
    /// <param name="client">The API.</param>
    /// <param name="tool">Whose tags they are.</param>
    /// <param name="host">The host.</param>
    /// <param name="tags">The tags.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when Datadog does not know the host yet: it learns of it some minutes after its first metric.</returns>
    /// <exception cref="OperationException">Datadog did not take them.</exception>
    public static async Task<bool> SetAsync(DatadogApiClient client, string tool, string host, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var request = new DatadogRequest(HttpMethod.Put, $"api/v1/tags/hosts/{Uri.EscapeDataString(host)}?source={Uri.EscapeDataString(tool.ToLowerInvariant())}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new HostTags(host, tags), HostTagJson.Default.HostTags),
            NeedsApplicationKey = true,
            Subject = "tags of the host " + host,
        };
        try
        {
            await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationException error) when (error.ErrorId == TelemetryErrorIds.DatadogNotFound)
        {
            return false;
        }
    }
}

/// <summary>Body of the request.</summary>
internal sealed record HostTags([property: JsonPropertyName("host")] string Host, [property: JsonPropertyName("tags")] IReadOnlyList<string> Tags);

[JsonSerializable(typeof(HostTags))]
internal sealed partial class HostTagJson : JsonSerializerContext;
