using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Aws;

/// <summary>Datadog's side of accounts: one client for each site that their roles are for.</summary>
internal sealed class AwsRegistrations(DatadogContext? given, TimeSpan timeout) : IAsyncDisposable
{
    private readonly DatadogContext _context = RunspaceContext.Resolve(given, null);
    private readonly Dictionary<DatadogSite, DatadogApiClient> _clients = [];

    /// <summary>The registrations of a site; those behind an address of one's own where that is what the context names.</summary>
    /// <exception cref="OperationException">There is no API key for it.</exception>
    public AwsAccountClient Of(DatadogSite site)
    {
        DatadogContext there = _context.Site.Name is null ? _context : RunspaceContext.Resolve(given, site);
        if (!_clients.TryGetValue(there.Site, out DatadogApiClient? client))
        {
            _clients[there.Site] = client = there.OpenApi(new DatadogApiOptions { Timeout = timeout });
        }

        return new AwsAccountClient(client, TimeProvider.System);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (DatadogApiClient client in _clients.Values)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
