using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Requests about definitions, and their answers as JSON.</summary>
internal sealed class DefinitionApi(DatadogApiClient client)
{
    // A page of the largest definitions that are allowed is some megabytes.
    private const int MaxAnswerLength = 64 * 1024 * 1024;

    public DatadogSite Site => client.Site;

    /// <summary>Makes a request and reads the answer.</summary>
    /// <exception cref="OperationException">Datadog did not take it, or what it answered is no JSON.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, string subject, JsonObject? body, CancellationToken cancellationToken)
    {
        DatadogAnswer answer = await client.SendAsync(
            new DatadogRequest(method, path)
            {
                Body = body is null ? default : DefinitionJson.Bytes(body),
                NeedsApplicationKey = true,
                // A second POST would make a second one; a validation makes none.
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

    /// <summary>As <see cref="SendAsync"/>, for an answer that is one object.</summary>
    /// <exception cref="OperationException">As there, or the answer is something else.</exception>
    public async Task<JsonObject> SendForObjectAsync(HttpMethod method, string path, string subject, JsonObject? body, CancellationToken cancellationToken) =>
        await SendAsync(method, path, subject, body, cancellationToken).ConfigureAwait(false) as JsonObject
        ?? throw Unknown(subject, "it is no object");

    /// <summary>Carries a plan out; makes no request where nothing would change.</summary>
    /// <param name="kind">What is published: Monitor or Dashboard.</param>
    /// <param name="root">Path of the API under which it is.</param>
    /// <param name="page">Path of Datadog's page of it, before its id.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="name">Its name.</param>
    /// <param name="slug">Its lasting name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Datadog refused.</exception>
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

    /// <summary>The failure of an answer that is not of the API's form.</summary>
    public OperationException Unknown(string subject, string reason, Exception? cause = null) => new(
        TelemetryErrorIds.DatadogAnswerUnknown,
        OperationErrorKind.ProtocolError,
        Site.ToString(),
        $"What {Site} answered about {subject} is not of Datadog's form: {reason.ReplaceLineEndings(" ").TrimEnd('.')}.",
        "Check -ApiUri, and the proxy between here and there.",
        cause);
}
