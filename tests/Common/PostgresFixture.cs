using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Tests.Common;

/// <summary>A private server with the connections that tests count; null where PostgreSQL is not installed, and such tests are skipped.</summary>
public abstract class PostgresFixture : IAsyncLifetime
{
    private HeldConnections? _held;

    public PostgresCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PostgresCluster.Find(out _) is not null)
        {
            Cluster = await PostgresCluster.StartAsync(Options);
            _held = await HeldConnections.OpenAsync(Cluster, await FillAsync());
        }
    }

    public async Task DisposeAsync()
    {
        if (_held is not null)
        {
            await _held.DisposeAsync();
        }

        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    protected abstract PostgresOptions Options { get; }

    /// <summary>Makes roles and databases.</summary>
    /// <returns>The connections to hold.</returns>
    protected abstract Task<HeldConnectionPlan[]> FillAsync();
}
