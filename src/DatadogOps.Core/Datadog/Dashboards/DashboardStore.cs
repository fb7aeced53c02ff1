using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Dashboards;

/// <summary>The dashboards of an organization, through <c>/api/v1/dashboard</c>. Requires both keys.</summary>
public sealed class DashboardStore
{
    private const string Base = "api/v1/dashboard";
    private const int PageSize = 100;

    private readonly DefinitionApi _api;

    /// <summary>Uses a client, which the caller disposes.</summary>
    public DashboardStore(DatadogApiClient client) => _api = new DefinitionApi(client);

    /// <summary>Lists dashboards without their widgets; pages are requested as they are read.</summary>
    /// <exception cref="OperationException">Datadog rejected the request, or cannot be reached.</exception>
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

            // A server without paging returns the same list again.
            if (list.Count < PageSize || added == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads one dashboard with its widgets.</summary>
    /// <exception cref="OperationException">It does not exist, or Datadog rejected the request.</exception>
    public async Task<DatadogDashboard> GetAsync(string id, CancellationToken cancellationToken) =>
        DashboardJson.Read(await _api.SendForObjectAsync(HttpMethod.Get, Path(id), $"dashboard {id}", null, cancellationToken).ConfigureAwait(false));

    /// <summary>The managed dashboard with a slug, with its widgets, or null.</summary>
    /// <exception cref="OperationException">Several have it, or Datadog rejected the request.</exception>
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

    /// <summary>Reads the existing dashboard and computes what publishing would do. A definition with a slug is found by it, one without by its id.</summary>
    /// <exception cref="OperationException">Datadog rejected the request.</exception>
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

    /// <summary>Carries out a plan; makes no request if nothing would change.</summary>
    /// <exception cref="OperationException">Datadog rejected the request.</exception>
    public Task<DatadogPublication> PublishAsync(DatadogDashboard wanted, PublishPlan plan, CancellationToken cancellationToken) =>
        _api.PublishAsync("Dashboard", Base, "dashboard", plan, wanted.Title, wanted.Slug, cancellationToken);

    /// <summary>Removes a dashboard.</summary>
    /// <exception cref="OperationException">It does not exist, or Datadog rejected the request.</exception>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, Path(id), $"dashboard {id}", null, cancellationToken);

    private static string Path(string id) => $"{Base}/{Uri.EscapeDataString(id)}";
}
