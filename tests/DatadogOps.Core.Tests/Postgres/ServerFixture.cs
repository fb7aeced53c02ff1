using DatadogOps.Testbed.Postgres;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Postgres;

/// <summary>
/// A server that three applications use: web (3 idle, 1 active), worker-medium (2 idle in transaction, 1 aborted) in
/// database shop as role app, and reporting (2 idle) in database postgres. TCP asks for passwords and offers TLS.
/// </summary>
public sealed class ServerFixture : PostgresFixture
{
    public const string Password = "s3cret;'\\ @:/%";

    protected override PostgresOptions Options => new() { MaxConnections = 24, RequirePasswords = true, Tls = true };

    protected override async Task<HeldConnectionPlan[]> FillAsync()
    {
        await Cluster.CreateRoleAsync("app", Password);
        await Cluster.CreateRoleAsync("monitor", Password);
        await Cluster.CreateRoleAsync("limited", Password, "CONNECTION LIMIT 0");
        await Cluster.ExecuteAsync("GRANT pg_monitor TO monitor");
        await Cluster.CreateDatabaseAsync("shop", "CONNECTION LIMIT 12");
        string shop = Cluster.ConnectionString("app", Password, "shop");
        return
        [
            new HeldConnectionPlan("web", HeldState.Idle, 3, shop),
            new HeldConnectionPlan("web", HeldState.Active, 1, shop),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransaction, 2, shop),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransactionAborted, 1, shop),
            new HeldConnectionPlan("reporting", HeldState.Idle, 2),
        ];
    }
}

[CollectionDefinition(Name)]
public sealed class ServerSuite : ICollectionFixture<ServerFixture>
{
    public const string Name = "PostgreSQL";
}
