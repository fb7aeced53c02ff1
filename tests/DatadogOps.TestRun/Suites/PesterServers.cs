using System.Globalization;
using DatadogOps.Testbed;

namespace DatadogOps.TestRun.Suites;

/// <summary>
/// What the Pester tests talk to: a PostgreSQL cluster with connections held in each state, the intake, and moto in AWS's place. Told to them by
/// environment variables; what cannot start is left out, and the tests that need it say so and are skipped.
/// </summary>
internal sealed class PesterServers : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = [];

    /// <summary>Starts the servers.</summary>
    /// <returns>Variables for the tests.</returns>
    public async Task<Dictionary<string, string>> StartAsync(CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string> { ["DATADOGOPS_OUT"] = RepositoryLayout.Output };
        if (PostgresCluster.Find(out string reason) is null)
        {
            environment["DATADOGOPS_TEST_PG_REASON"] = reason;
        }
        else
        {
            PostgresCluster cluster = Keep(await PostgresCluster.StartAsync(cancellationToken: cancellationToken));
            await cluster.CreateDatabaseAsync("shop");
            await cluster.CreateRoleAsync("datadog", attributes: "IN ROLE pg_monitor");
            await cluster.CreateRoleAsync("nobody_special");
            string shop = cluster.ConnectionString(database: "shop");
            Keep(await HeldConnections.OpenAsync(
                cluster,
                [
                    new HeldConnectionPlan("web", HeldState.Idle, 3, shop),
                    new HeldConnectionPlan("worker-medium", HeldState.Active, 2, shop),
                    new HeldConnectionPlan("worker-medium", HeldState.Idle, 1, shop),
                    new HeldConnectionPlan("batch", HeldState.IdleInTransaction, 1),
                ],
                cancellationToken));
            environment["DATADOGOPS_TEST_PG_HOST"] = cluster.HostName;
            environment["DATADOGOPS_TEST_PG_PORT"] = cluster.Port.ToString(CultureInfo.InvariantCulture);
            environment["DATADOGOPS_TEST_PG_SUPERUSER"] = PostgresCluster.Superuser;
            environment["DATADOGOPS_TEST_PG_PSQL"] = cluster.Installation.Binary("psql");
        }

        IntakeProcess intake = Keep(await IntakeProcess.StartAsync(cancellationToken: cancellationToken));
        environment["DATADOGOPS_TEST_INTAKE_URI"] = intake.ApiUri.ToString().TrimEnd('/');
        environment["DATADOGOPS_TEST_INTAKE_API_KEY"] = intake.ApiKey;
        environment["DATADOGOPS_TEST_INTAKE_APP_KEY"] = intake.ApplicationKey;
        environment["DATADOGOPS_TEST_INTAKE_UDP_PORT"] = intake.DogStatsDPort.ToString(CultureInfo.InvariantCulture);
        if (MotoServer.Find(out string noMoto) is null)
        {
            environment["DATADOGOPS_TEST_MOTO_REASON"] = noMoto;
        }
        else
        {
            MotoServer moto = Keep(await MotoServer.StartAsync(cancellationToken));
            environment["DATADOGOPS_TEST_MOTO_URI"] = moto.Endpoint.AbsoluteUri.TrimEnd('/');
            environment["DATADOGOPS_TEST_MOTO_ACCESS_KEY"] = moto.AccessKey;
            environment["DATADOGOPS_TEST_MOTO_SECRET_KEY"] = moto.SecretKey;
        }

        return environment;
    }

    /// <summary>Stops them, the last one first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out IAsyncDisposable? server))
        {
            await server.DisposeAsync();
        }
    }

    private T Keep<T>(T server)
        where T : IAsyncDisposable
    {
        _started.Push(server);
        return server;
    }
}
