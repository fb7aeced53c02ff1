using DatadogOps.Aws.Accounts;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Context;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Commands.Aws;

/// <summary>Clients for Datadog's registrations, one for each site.</summary>
internal sealed class AwsRegistrations(DatadogContext? given, TimeSpan timeout) : IAsyncDisposable
{
    private readonly DatadogContext _context = RunspaceContext.Resolve(given, null);
    private readonly Dictionary<DatadogSite, DatadogApiClient> _clients = [];

    /// <summary>The registrations of a site, or of the context's own address if it has one.</summary>
    /// <exception cref="OperationException">There is no API key for the site.</exception>
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
