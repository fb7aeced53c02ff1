using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Aws.Permissions;

/// <summary>Fetches the current lists of permissions from Datadog (<c>/api/v2/integration/aws/iam_permissions</c>), which needs no key.</summary>
public static class PermissionDownload
{
    private const string Root = "api/v2/integration/aws/iam_permissions";

    // The longest list is some 30 kB.
    private const int MaxLength = 4 * 1024 * 1024;

    /// <summary>The lists of today.</summary>
    /// <param name="api">The site's API.</param>
    /// <param name="time">Tells the day.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">Datadog did not answer, or with something that is no list.</exception>
    public static async Task<PermissionCatalog> FetchAsync(DatadogApiClient api, TimeProvider time, CancellationToken cancellationToken)
    {
        string[] standard = await FetchOneAsync(api, Root + "/standard", cancellationToken).ConfigureAwait(false);
        string[] resourceCollection = await FetchOneAsync(api, Root + "/resource_collection", cancellationToken).ConfigureAwait(false);
        string[] all = await FetchOneAsync(api, Root, cancellationToken).ConfigureAwait(false);
        return PermissionCatalog.FromLists(
            time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"{Root} ({api.Site})",
            standard,
            resourceCollection,
            all);
    }

    private static async Task<string[]> FetchOneAsync(DatadogApiClient api, string path, CancellationToken cancellationToken)
    {
        DatadogAnswer answer = await api.SendAsync(new DatadogRequest(HttpMethod.Get, path) { MaxAnswerLength = MaxLength }, cancellationToken).ConfigureAwait(false);
        try
        {
            string[] actions = [.. JsonNode.Parse(answer.Body.Span)?["data"]?["attributes"]?["permissions"]?.AsArray().Select(action => action!.GetValue<string>()) ?? []];
            return actions.Length > 0 && actions.All(ActionPattern.IsAction) ? actions : throw new JsonException("it holds no list of actions");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new OperationException(
                AwsErrorIds.PermissionDataInvalid,
                OperationErrorKind.ProtocolError,
                api.Site.ToString(),
                $"The response of {api.Site} to {path} is not a list of permissions: {failure.Message}",
                "The list in use stays. Check -ApiUri, or try again later.",
                failure);
        }
    }
}
