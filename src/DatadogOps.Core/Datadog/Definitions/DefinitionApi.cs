using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Requests for monitors and dashboards, with JSON responses.</summary>
internal sealed class DefinitionApi(DatadogApiClient client)
{
    // A page of the largest definitions is several megabytes.
    private const int MaxAnswerLength = 64 * 1024 * 1024;

    public DatadogSite Site => client.Site;

    /// <summary>Sends a request and parses the response.</summary>
    /// <exception cref="OperationException">Datadog rejected it, or the response is not JSON.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, string subject, JsonObject? body, CancellationToken cancellationToken)
    {
        DatadogAnswer answer = await client.SendAsync(
            new DatadogRequest(method, path)
            {
                Body = body is null ? default : DefinitionJson.Bytes(body),
                NeedsApplicationKey = true,
                // Repeating a POST would create a duplicate, except for a validation.
                IsRepeatable = method != HttpMethod.Post || path.EndsWith("/validate", StringComparison.Ordinal),
                Subject = subject,
                MaxAnswerLength = MaxAnswerLength,
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            return answer.Body.Length == 0 ? null : DefinitionJson.Parse(answer.Body.Span);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw Unknown(subject, error.Message, error);
        }
    }

    /// <summary>Like <see cref="SendAsync"/>, for a response that is a JSON object.</summary>
    /// <exception cref="OperationException">Datadog rejected it, or the response is not a JSON object.</exception>
    public async Task<JsonObject> SendForObjectAsync(HttpMethod method, string path, string subject, JsonObject? body, CancellationToken cancellationToken) =>
        await SendAsync(method, path, subject, body, cancellationToken).ConfigureAwait(false) as JsonObject
        ?? throw Unknown(subject, "it is not an object");

    /// <summary>Carries out a plan; makes no request if nothing would change.</summary>
    /// <param name="kind">What is published: Monitor or Dashboard.</param>
    /// <param name="root">Path of the API.</param>
    /// <param name="page">Path of the page on Datadog's site, without the id.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="name">Its name.</param>
    /// <param name="slug">Its slug.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationException">Datadog rejected the request.</exception>
    public async Task<DatadogPublication> PublishAsync(
        string kind, string root, string page, PublishPlan plan, string name, string? slug, CancellationToken cancellationToken)
    {
        string id = plan.Id ?? "";
        if (!plan.IsUnchanged)
        {
            string subject = $"{kind.ToLowerInvariant()} '{name}'";
            JsonObject answer = await SendForObjectAsync(
                plan.IsNew ? HttpMethod.Post : HttpMethod.Put,
                plan.IsNew ? root : $"{root}/{Uri.EscapeDataString(id)}",
                subject,
                plan.Body,
                cancellationToken).ConfigureAwait(false);
            id = answer["id"] is JsonValue given ? given.ToString() : throw Unknown(subject, "it has no id");
        }

        return new DatadogPublication
        {
            Kind = kind,
            Action = plan.Action,
            Id = id,
            Name = name,
            Slug = slug,
            Differences = plan.IsNew ? "" : string.Join('\n', plan.Differences),
            Url = DatadogPages.Of(Site, $"{page}/{id}"),
        };
    }

    /// <summary>The error of a response that is not in the form of the API.</summary>
    public OperationException Unknown(string subject, string reason, Exception? cause = null) => new(
        TelemetryErrorIds.DatadogAnswerUnknown,
        OperationErrorKind.ProtocolError,
        Site.ToString(),
        $"The response of {Site} for {subject} is not valid: {reason.ReplaceLineEndings(" ").TrimEnd('.')}.",
        "Check -ApiUri, and any proxy in between.",
        cause);
}
