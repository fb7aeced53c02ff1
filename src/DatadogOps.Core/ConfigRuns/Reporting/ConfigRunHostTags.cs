using System.Text.Json;
using System.Text.Json.Serialization;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Sets the environment and roles of runs as tags of their hosts (<c>PUT /api/v1/tags/hosts/{host}?source=chef</c>).</summary>
/// <param name="client">The API.</param>
public sealed class ConfigRunHostTags(DatadogApiClient client)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Replaces the tags that the tool set on the host before, if they differ from those set last; those of other sources are kept.</summary>
    /// <returns>False if Datadog does not know the host yet, which takes some minutes after its first metric.</returns>
    /// <exception cref="OperationException">Datadog refused them.</exception>
    public async Task<bool> SetAsync(ConfigRunReport report, CancellationToken cancellationToken)
    {
        string[] tags = [.. RunTags.OfHost(report)];
        string text = $"{report.Tool} {string.Join(',', tags)}";
        if (report.HostName is not { } host || tags.Length == 0 || _known.GetValueOrDefault(host) == text)
        {
            return true;
        }

        var request = new DatadogRequest(HttpMethod.Put, $"api/v1/tags/hosts/{Uri.EscapeDataString(host)}?source={Uri.EscapeDataString(report.Tool.ToLowerInvariant())}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new HostTags(host, tags), HostTagJson.Default.HostTags),
            NeedsApplicationKey = true,
            Subject = "tags of the host " + host,
        };
        try
        {
            await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            _known[host] = text;
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
