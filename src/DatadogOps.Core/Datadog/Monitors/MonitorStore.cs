using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Monitors;

/// <summary>The monitors of an organization, through <c>/api/v1/monitor</c>. Requires both keys.</summary>
public sealed class MonitorStore
{
    private const string Base = "api/v1/monitor";

    // The API's default; its maximum is 1000.
    private const int PageSize = 100;

    private readonly DefinitionApi _api;

    /// <summary>Uses a client, which the caller disposes.</summary>
    public MonitorStore(DatadogApiClient client) => _api = new DefinitionApi(client);

    /// <summary>Lists monitors; pages are requested as they are read.</summary>
    /// <param name="name">Part of the name, or null.</param>
    /// <param name="tags">Tags that a monitor must have, all of them.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationException">Datadog rejected the request, or cannot be reached.</exception>
    public async IAsyncEnumerable<DatadogMonitor> ListAsync(string? name, IReadOnlyCollection<string> tags, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string filter = (string.IsNullOrEmpty(name) ? "" : "&name=" + Uri.EscapeDataString(name))
            + (tags.Count == 0 ? "" : "&monitor_tags=" + Uri.EscapeDataString(string.Join(',', tags)));
        var seen = new HashSet<long>();
        for (int page = 0; ; page++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{Base}?page={page}&page_size={PageSize}{filter}");
            JsonNode? answer = await _api.SendAsync(HttpMethod.Get, path, "list of monitors", null, cancellationToken).ConfigureAwait(false);
            if (answer is not JsonArray list)
            {
                throw _api.Unknown("the list of monitors", "it is not a list");
            }

            int added = 0;
            foreach (JsonObject item in list.OfType<JsonObject>())
            {
                DatadogMonitor monitor = MonitorJson.Read(item);
                // A monitor that is created meanwhile moves others to the next page.
                if (seen.Add(monitor.Id ?? 0) && tags.All(tag => monitor.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
                {
                    yield return monitor;
                }

                added++;
            }

            if (added < PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads one monitor.</summary>
    /// <exception cref="OperationException">It does not exist, or Datadog rejected the request.</exception>
    public async Task<DatadogMonitor> GetAsync(long id, CancellationToken cancellationToken) =>
        MonitorJson.Read(await _api.SendForObjectAsync(HttpMethod.Get, Path(id), Subject(id), null, cancellationToken).ConfigureAwait(false));

    /// <summary>The managed monitor with a slug, or null.</summary>
    /// <exception cref="OperationException">Several have it, or Datadog rejected the request.</exception>
    public async Task<DatadogMonitor?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        var found = new List<DatadogMonitor>();
        await foreach (DatadogMonitor monitor in ListAsync(null, [ManagedMarker.OwnerTag, $"{ManagedMarker.SlugTag}:{slug}"], cancellationToken).ConfigureAwait(false))
        {
            found.Add(monitor);
        }

        return found.Count <= 1 ? found.FirstOrDefault() : throw Ambiguous("monitors", slug, found.Select(one => one.Id!.Value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Asks Datadog whether it would accept a definition.</summary>
    /// <returns>Why it would not; empty if it would.</returns>
    /// <exception cref="OperationException">Datadog cannot be reached, or rejected the keys.</exception>
    public async Task<IReadOnlyList<string>> ValidateAsync(DatadogMonitor monitor, CancellationToken cancellationToken)
    {
        string path = monitor.Id is { } id ? Path(id) + "/validate" : Base + "/validate";
        try
        {
            await _api.SendAsync(HttpMethod.Post, path, Subject(monitor), MonitorJson.WriteBody(monitor), cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (OperationException refusal) when (refusal.ErrorId == TelemetryErrorIds.DatadogRefused)
        {
            return [refusal.Message];
        }
    }

    /// <summary>Reads the existing monitor and computes what publishing would do. A definition with a slug is found by it, one without by its id.</summary>
    /// <exception cref="OperationException">Datadog rejected the request, or the definition cannot replace the existing monitor.</exception>
    public async Task<PublishPlan> PlanAsync(DatadogMonitor wanted, CancellationToken cancellationToken)
    {
        DatadogMonitor? there = wanted.Slug is { } slug
            ? await FindAsync(slug, cancellationToken).ConfigureAwait(false)
            : wanted.Id is { } id ? await GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (there is null)
        {
            JsonObject body = MonitorJson.WriteBody(wanted);
            return new PublishPlan(body, null, DefinitionDifference.Compare([], body));
        }

        JsonObject merged = MonitorMerge.Over(there, wanted);
        return new PublishPlan(merged, there.Id!.Value.ToString(CultureInfo.InvariantCulture), DefinitionDifference.Compare(MonitorJson.WriteBody(there), merged));
    }

    /// <summary>Carries out a plan; makes no request if nothing would change.</summary>
    /// <exception cref="OperationException">Datadog rejected the request.</exception>
    public Task<DatadogPublication> PublishAsync(DatadogMonitor wanted, PublishPlan plan, CancellationToken cancellationToken) =>
        _api.PublishAsync("Monitor", Base, "monitors", plan, wanted.Name, wanted.Slug, cancellationToken);

    /// <summary>Removes a monitor.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="force">Remove it even if a composite monitor or an SLO refers to it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationException">It does not exist, or Datadog rejected the request.</exception>
    public Task RemoveAsync(long id, bool force, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, Path(id) + (force ? "?force=true" : ""), Subject(id), null, cancellationToken);

    internal static OperationException Ambiguous(string what, string slug, IEnumerable<string> ids) => new(
        MonitorErrorIds.DefinitionAmbiguous,
        OperationErrorKind.InvalidInput,
        slug,
        $"Several {what} have the slug '{slug}': {string.Join(", ", ids)}.",
        "One was probably cloned. Remove the marker from the copies, or remove the copies by their ids.");

    private static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"{Base}/{id}");

    private static string Subject(long id) => string.Create(CultureInfo.InvariantCulture, $"monitor {id}");

    private static string Subject(DatadogMonitor monitor) => $"monitor '{monitor.Name}'";
}
