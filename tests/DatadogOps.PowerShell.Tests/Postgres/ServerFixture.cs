using DatadogOps.Testbed.Postgres;
using DatadogOps.Tests.Common;

namespace DatadogOps.Tests.Postgres;

/// <summary>A server with passwords that two applications use: web (3 idle, 1 active) and worker-medium (2 idle in transaction).</summary>
public sealed class ServerFixture : PostgresFixture
{
    public const string Password = "it's @ s3cret";

    /// <summary>Parameters that name the server and the role, without the password.</summary>
    public string At => $"-HostName {Cluster.HostName} -Port {Cluster.Port} {As}";

    /// <summary>The credential as a script would write it.</summary>
    public static string As => $"-Credential @{{ UserName = 'monitor'; Password = '{Password.Replace("'", "''", StringComparison.Ordinal)}' }}";

    protected override PostgresOptions Options => new() { RequirePasswords = true };

    protected override async Task<HeldConnectionPlan[]> FillAsync()
    {
        await Cluster.CreateRoleAsync("monitor", Password);
        await Cluster.ExecuteAsync("GRANT pg_monitor TO monitor");
        return
        [
            new HeldConnectionPlan("web", HeldState.Idle, 3),
            new HeldConnectionPlan("web", HeldState.Active, 1),
            new HeldConnectionPlan("worker-medium", HeldState.IdleInTransaction, 2),
        ];
    }
}

[CollectionDefinition(Name)]
public sealed class ServerSuite : ICollectionFixture<ServerFixture>
{
    public const string Name = "PostgreSQL";
}
