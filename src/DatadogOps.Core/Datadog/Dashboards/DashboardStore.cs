using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>The dashboards of an organisation, by <c>/api/v1/dashboard</c>. Both keys are needed.</summary>
public sealed class DashboardStore
{
    private const string Base = "api/v1/dashboard";
    private const int PageSize = 100;

    private readonly DefinitionApi _api;

    /// <summary>Works over a client of the API, which stays the caller's.</summary>
    public DashboardStore(DatadogApiClient client) => _api = new DefinitionApi(client);

    /// <summary>Lists dashboards without their widgets, page by page as they are read.</summary>
    /// <exception cref="OperationException">Datadog refused, or cannot be reached.</exception>
    public async IAsyncEnumerable<DatadogDashboard> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int start = 0; ; start += PageSize)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{Base}?count={PageSize}&start={start}");
            JsonObject answer = await _api.SendForObjectAsync(HttpMethod.Get, path, "list of dashboards", null, cancellationToken).ConfigureAwait(false);
            if (answer["dashboards"] is not JsonArray list)
            {
                throw _api.Unknown("the list of dashboards", "it has no dashboards");
            }

            int added = 0;
            foreach (JsonObject item in list.OfType<JsonObject>())
            {
                DatadogDashboard dashboard = DashboardJson.Read(item);
                if (dashboard.Id is not null && seen.Add(dashboard.Id))
                {
                    added++;
                    yield return dashboard;
                }
            }

            // A receiver that knows no pages gives the same list again.
            if (list.Count < PageSize || added == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads one dashboard whole.</summary>
    /// <exception cref="OperationException">There is none, or Datadog refused.</exception>
    public async Task<DatadogDashboard> GetAsync(string id, CancellationToken cancellationToken) =>
        DashboardJson.Read(await _api.SendForObjectAsync(HttpMethod.Get, Path(id), $"dashboard {id}", null, cancellationToken).ConfigureAwait(false));

    /// <summary>The managed dashboard of a slug, whole, or null.</summary>
    /// <exception cref="OperationException">Several have it, or Datadog refused.</exception>
    public async Task<DatadogDashboard?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (DatadogDashboard dashboard in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (dashboard.Slug == slug)
            {
                found.Add(dashboard.Id!);
            }
        }

        return found.Count switch
        {
            0 => null,
            1 => await GetAsync(found[0], cancellationToken).ConfigureAwait(false),
            _ => throw MonitorStore.Ambiguous("dashboards", slug, found),
        };
    }

    /// <summary>
    /// Reads what is there and tells what publishing would do. A definition with a slug is found by it; one without is the
    /// dashboard of its id.
    /// </summary>
    /// <exception cref="OperationException">Datadog refused.</exception>
    public async Task<PublishPlan> PlanAsync(DatadogDashboard wanted, CancellationToken cancellationToken)
    {
        DatadogDashboard? there = wanted.Slug is { } slug
            ? await FindAsync(slug, cancellationToken).ConfigureAwait(false)
            : wanted.Id is { } id ? await GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (there is null)
        {
            JsonObject body = DashboardJson.WriteBody(wanted);
            return new PublishPlan(body, null, DefinitionDifference.Compare([], body));
        }

        JsonObject merged = DashboardMerge.Over(there, wanted);
        return new PublishPlan(merged, there.Id, DefinitionDifference.Compare(DashboardJson.WriteBody(there), merged));
    }

    /// <summary>Carries a plan out; makes no request where nothing would change.</summary>
    /// <exception cref="OperationException">Datadog refused.</exception>
    public Task<DatadogPublication> PublishAsync(DatadogDashboard wanted, PublishPlan plan, CancellationToken cancellationToken) =>
        _api.PublishAsync("Dashboard", Base, "dashboard", plan, wanted.Title, wanted.Slug, cancellationToken);

    /// <summary>Removes a dashboard.</summary>
    /// <exception cref="OperationException">There is none, or Datadog refused.</exception>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, Path(id), $"dashboard {id}", null, cancellationToken);

    private static string Path(string id) => $"{Base}/{Uri.EscapeDataString(id)}";
}
