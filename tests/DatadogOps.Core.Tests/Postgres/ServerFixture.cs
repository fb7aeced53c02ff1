using DatadogOps.Testbed;

namespace DatadogOps.Tests.Postgres;

/// <summary>
/// A server that three applications use: web (3 idle, 1 active), worker-medium (2 idle in transaction, 1 aborted) in
/// database shop as role app, and reporting (2 idle) in database postgres. TCP asks for passwords and offers TLS.
/// </summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public const string Password = "s3cret;'\\ @:/%";

    private HeldConnections? _held;

    public PostgresCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PostgresCluster.Find(out _) is null)
        {
            return;
        }

        Cluster = await PostgresCluster.StartAsync(new PostgresOptions { MaxConnections = 24, RequirePasswords = true, Tls = true });
        await Cluster.CreateRoleAsync("app", Password);
        await Cluster.CreateRoleAsync("monitor", Password);
        await Cluster.CreateRoleAsync("limited", Password, "CONNECTION LIMIT 0");
        await Cluster.ExecuteAsync("GRANT pg_monitor TO monitor");
        await Cluster.CreateDatabaseAsync("shop", "CONNECTION LIMIT 12");
        string shop = Cluster.ConnectionString("app", Password, "shop");
        _held = await HeldConnections.OpenAsync(
            Cluster,
            new HeldConnectionPlan("web", HeldState.Idle, 3, shop),
            new HeldConnectionPlan("web", HeldState.Active, 1, shop),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransaction, 2, shop),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransactionAborted, 1, shop),
            new HeldConnectionPlan("reporting", HeldState.Idle, 2));
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
}

[CollectionDefinition(Name)]
public sealed class ServerSuite : ICollectionFixture<ServerFixture>
{
    public const string Name = "PostgreSQL";
}
