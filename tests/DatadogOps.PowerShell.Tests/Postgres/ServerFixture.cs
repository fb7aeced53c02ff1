using DatadogOps.Testbed;

namespace DatadogOps.Tests.Postgres;

/// <summary>A server with passwords that two applications use: web (3 idle, 1 active) and worker-medium (2 idle in transaction).</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public const string Password = "it's @ s3cret";

    private HeldConnections? _held;

    public PostgresCluster Cluster { get; private set; } = null!;

    /// <summary>Parameters that name the server and the role, without the password.</summary>
    public string At => $"-HostName {Cluster.HostName} -Port {Cluster.Port} {As}";

    /// <summary>The credential as a script would write it.</summary>
    public static string As => $"-Credential @{{ UserName = 'monitor'; Password = '{Password.Replace("'", "''", StringComparison.Ordinal)}' }}";

    public async Task InitializeAsync()
    {
        if (PostgresCluster.Find(out _) is null)
        {
            return;
        }

        Cluster = await PostgresCluster.StartAsync(new PostgresOptions { RequirePasswords = true });
        await Cluster.CreateRoleAsync("monitor", Password);
        await Cluster.ExecuteAsync("GRANT pg_monitor TO monitor");
        _held = await HeldConnections.OpenAsync(
            Cluster,
            new HeldConnectionPlan("web", HeldState.Idle, 3),
            new HeldConnectionPlan("web", HeldState.Active, 1),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransaction, 2));
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
