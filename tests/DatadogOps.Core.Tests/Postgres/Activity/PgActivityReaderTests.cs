using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Postgres;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;
using DatadogOps.Telemetry.Model;
using DatadogOps.Testbed.Processes;
using DatadogOps.Tests.Common;
using DatadogOps.Tests.Telemetry.DogStatsD;
using By = DatadogOps.Postgres.Activity.PgDimension;

namespace DatadogOps.Tests.Postgres.Activity;

[Collection(ServerSuite.Name)]
public class PgActivityReaderTests(ServerFixture server)
{
    [PostgresFact]
    public async Task CountsByDatabaseAndStateAsTheServerDoes()
    {
        List<OperationOutput<PgConnectionState>> reports = await Reading.StatesAsync(Monitor(), [By.Database, By.State], new PgConnectionFilter { ExcludeSelf = true });

        Assert.Equal(
            [
                ("postgres", "idle", 2L),
                ("shop", "active", 1L),
                ("shop", "idle", 3L),
                ("shop", "idle in transaction", 2L),
                ("shop", "idle in transaction (aborted)", 1L),
            ],
            reports.Items().Select(state => (state.Database!, state.State!, state.Connections)));
        Assert.All(reports.Items(), state => Assert.Equal((server.Cluster.HostName, server.Cluster.Port), (state.HostName, state.Port)));
    }

    [PostgresFact]
    public async Task TheOwnSessionCountsUnlessLeftOut()
    {
        List<OperationOutput<PgConnectionState>> with = await Reading.StatesAsync(Monitor(), [By.ApplicationName]);
        List<OperationOutput<PgConnectionState>> without = await Reading.StatesAsync(Monitor(), [By.ApplicationName], new PgConnectionFilter { ExcludeSelf = true });

        Assert.Equal(["DatadogOps", "reporting", "web", "worker-medium"], with.Items().Select(state => state.ApplicationName));
        Assert.Equal(["reporting", "web", "worker-medium"], without.Items().Select(state => state.ApplicationName));
        Assert.Contains(without, report => report.Kind == OperationOutputKind.Verbose && report.Message!.Contains("own session", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task GroupsByAnyCombination()
    {
        // By name: a server takes a moment to end the session of the look before.
        var filter = new PgConnectionFilter { ApplicationName = ["web", "worker-medium", "reporting"] };
        string[] all = [By.Database, By.ApplicationName, By.User, By.ClientAddress, By.State, By.WaitEventType, By.WaitEvent];
        foreach (string[] by in Enumerable.Range(0, 128).Where(value => value % 11 == 0 || value == 127).Select(value => all.Where((_, i) => (value & (1 << i)) != 0).ToArray()))
        {
            PgConnectionState[] states = [.. (await Reading.StatesAsync(Monitor(), by, filter)).Items()];

            Assert.Equal(9, states.Sum(state => state.Connections));
            Assert.Equal(by.Contains(By.Database), states.Any(state => state.Database is not null));
            Assert.Equal(by.Contains(By.ApplicationName), states.Any(state => state.ApplicationName is not null));
            Assert.Equal(by.Contains(By.User), states.Any(state => state.User is not null));
            Assert.Equal(by.Contains(By.ClientAddress), states.Any(state => state.ClientAddress is not null));
            Assert.Equal(by.Contains(By.State), states.Any(state => state.State is not null));
            Assert.Equal(by.Contains(By.WaitEvent), states.Any(state => state.WaitEvent is not null));
        }
    }

    [PostgresTheory]
    [InlineData("State", "idle", 5)]
    [InlineData("State", "IDLE*", 8)]
    [InlineData("State", "*(aborted)", 1)]
    [InlineData("State", "idle?in transaction", 2)]
    [InlineData("ApplicationName", "w[a-f]b,reporting", 6)]
    [InlineData("ApplicationName", "worker.medium", 0)]
    [InlineData("ApplicationName", "worker-medium", 3)]
    [InlineData("ApplicationName", "`*", 0)]
    [InlineData("User", "APP", 7)]
    [InlineData("Database", "sh*", 7)]
    [InlineData("ClientAddress", "127.0.0.*", 7)]
    [InlineData("ClientAddress", "local", 2)]
    public async Task FiltersByPowerShellsWildcards(string property, string wildcards, int expected)
    {
        string[] values = wildcards.Split(',');
        var filter = new PgConnectionFilter
        {
            ExcludeSelf = true,
            State = property == "State" ? values : [],
            ApplicationName = property == "ApplicationName" ? values : [],
            User = property == "User" ? values : [],
            Database = property == "Database" ? values : [],
            ClientAddress = property == "ClientAddress" ? values : [],
        };

        Assert.Equal(expected, (await Reading.ConnectionsAsync(Monitor(), filter)).Items().Count());
    }

    [PostgresFact]
    public async Task AFilterCannotSmuggleSql()
    {
        var filter = new PgConnectionFilter { ApplicationName = ["x') OR ('' ~* '"], State = ["(", "[", "\\", "a{1"] };

        Assert.Empty((await Reading.ConnectionsAsync(Monitor(), filter)).Items());
    }

    [PostgresFact]
    public async Task TellsWhoIsConnectedWithAges()
    {
        PgConnection[] all = [.. (await Reading.ConnectionsAsync(Monitor(), new PgConnectionFilter { ExcludeSelf = true })).Items()];

        Assert.Equal(9, all.Length);
        Assert.All(all, connection => Assert.True(connection.SessionSeconds >= connection.StateSeconds && connection.StateSeconds >= 0));
        PgConnection active = Assert.Single(all, connection => connection.State == "active");
        Assert.Equal(("shop", "app", "web", "127.0.0.1", "PgSleep"), (active.Database, active.User, active.ApplicationName, active.ClientAddress, active.WaitEvent));
        Assert.NotNull(active.QuerySeconds);
        Assert.All(all.Where(connection => connection.State == "idle"), connection => Assert.Null(connection.TransactionSeconds ?? connection.QuerySeconds));
        // The server forgets when a transaction began once it has failed.
        Assert.All(all.Where(connection => connection.State == "idle in transaction"), connection => Assert.NotNull(connection.TransactionSeconds));
        Assert.All(all, connection => Assert.Null(connection.Query));
    }

    [PostgresFact]
    public async Task GivesTheTextOfQueriesOnRequestOnly()
    {
        IEnumerable<PgConnection> all = (await Reading.ConnectionsAsync(Monitor(), new PgConnectionFilter { State = ["active"], ExcludeSelf = true }, withQuery: true)).Items();

        Assert.Contains("pg_sleep", Assert.Single(all).Query, StringComparison.OrdinalIgnoreCase);
    }

    [PostgresFact]
    public async Task SessionsThatIdleLongEnoughAreFound()
    {
        List<OperationOutput<PgConnection>> none = await Reading.ConnectionsAsync(Monitor(), new PgConnectionFilter { MinStateSeconds = 3600 });
        List<OperationOutput<PgConnection>> all = await Reading.ConnectionsAsync(Monitor(), new PgConnectionFilter { MinStateSeconds = 0.001, ExcludeSelf = true });

        Assert.Empty(none.Items());
        Assert.Equal(9, all.Items().Count());
    }

    [PostgresFact]
    public async Task WarnsWhenPgMonitorIsMissingAndStillCountsEverybody()
    {
        List<OperationOutput<PgConnectionState>> reports = await Reading.StatesAsync(As("app"), [By.State], new PgConnectionFilter { ExcludeSelf = true });

        string warning = Assert.Single(reports, report => report.Kind == OperationOutputKind.Warning).Message!;
        Assert.Contains("GRANT pg_monitor TO \"app\"", warning, StringComparison.Ordinal);
        Assert.Equal(9, reports.Items().Sum(state => state.Connections));
        Assert.Equal(2, reports.Items().Single(state => state.State is null).Connections);
        Assert.DoesNotContain(await Reading.StatesAsync(Monitor(), [By.State]), report => report.Kind == OperationOutputKind.Warning);
    }

    [PostgresFact]
    public async Task BackgroundProcessesAreNotConnections()
    {
        long background = await server.Cluster.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE backend_type <> 'client backend'");
        List<OperationOutput<PgConnection>> all = await Reading.ConnectionsAsync(Monitor());

        Assert.True(background > 0);
        Assert.All(all.Items(), connection => Assert.NotNull(connection.User));
    }

    [PostgresFact]
    public async Task TellsHowNearEachLimitIs()
    {
        PgConnectionUsage[] usage = [.. (await Reading.UsageAsync(Monitor(), PgUsageScope.Server, PgUsageScope.Database, PgUsageScope.Role)).Items()];

        PgConnectionUsage whole = Assert.Single(usage, one => one.Scope == PgUsageScope.Server);
        Assert.Equal((10, 24, 3, 11), (whole.Used, whole.Max, whole.Reserved, whole.Available));
        Assert.Equal(10.0 / 21, whole.UsedRatio!.Value, 9);
        Assert.Equal(10.0 / 24, whole.AgentRatio!.Value, 9);
        PgConnectionUsage shop = Assert.Single(usage, one => one is { Scope: PgUsageScope.Database, Name: "shop" });
        Assert.Equal((7, 12, 5, 7.0 / 12), (shop.Used, shop.Max, shop.Available, shop.UsedRatio));
        PgConnectionUsage app = Assert.Single(usage, one => one is { Scope: PgUsageScope.Role, Name: "app" });
        Assert.Equal((7, null, null), (app.Used, app.Max, app.UsedRatio));
        PgConnectionUsage limited = Assert.Single(usage, one => one is { Scope: PgUsageScope.Role, Name: "limited" });
        Assert.Equal((0, 0, 0, null), (limited.Used, limited.Max, limited.Available, limited.UsedRatio));
    }

    [PostgresFact]
    public async Task SamplesOverOneConnection()
    {
        List<OperationOutput<PgConnectionState>> reports = await Reading.StatesAsync(
            Monitor(), [By.State], sampling: new PgSampling(TimeSpan.FromMilliseconds(50), 4));

        DateTimeOffset[] times = [.. reports.Items().Select(state => state.Timestamp).Distinct()];
        Assert.Equal(4, times.Length);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.Single(reports, report => report.Kind == OperationOutputKind.Verbose);
    }

    [PostgresFact]
    public async Task ItsSessionIsNamedReadOnlyLimitedAndLeavesNothing()
    {
        await using PgSession session = await PgSession.OpenAsync(As("monitor", timeoutSec: 3), CancellationToken.None);
        string[] inside = Assert.Single(await session.QueryAsync(
            new PgQuery("SELECT current_setting('transaction_read_only'), current_setting('statement_timeout'), current_setting('application_name')", []),
            row => new[] { row.GetString(0), row.GetString(1), row.GetString(2) },
            CancellationToken.None));
        string after = (await server.Cluster.ScalarAsync<string>("SELECT state FROM pg_stat_activity WHERE application_name = 'DatadogOps'"))!;

        Assert.Equal(["on", "3s", "DatadogOps"], inside);
        Assert.Equal("idle", after);
        var refused = await Assert.ThrowsAsync<OperationException>(() => session.QueryAsync(new PgQuery("CREATE TABLE x ()", []), _ => 0, CancellationToken.None));
        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task TheServerEndsAQueryThatTakesTooLong()
    {
        await using PgSession session = await PgSession.OpenAsync(As("monitor", timeoutSec: 1), CancellationToken.None);

        var error = await Assert.ThrowsAsync<OperationException>(() => session.QueryAsync(new PgQuery("SELECT pg_sleep(30)", []), _ => 0, CancellationToken.None));

        Assert.Equal((PgErrorIds.Timeout, OperationErrorKind.Timeout), (error.ErrorId, error.Kind));
        await Polling.UntilAsync(
            async () => await server.Cluster.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND state = 'active' AND pid <> pg_backend_pid()") == 0,
            () => "the query still runs");
    }

    [PostgresFact]
    public void MetricCarriesGroupedValuesAsTags()
    {
        var state = new PgConnectionState
        {
            Timestamp = DateTimeOffset.UnixEpoch, HostName = "db1", Port = 5432, Group = "shop, -, idle in transaction", Database = "shop", ApplicationName = "", State = "idle in transaction", Connections = 2,
        };

        DatadogMetric metric = Assert.Single(state.GetMetrics());

        Assert.Equal(("postgresql.connection_state", 2, MetricType.Gauge, "db1"), (metric.Name, metric.Value, metric.Type, metric.HostName));
        Assert.Equal(["server:db1", "port:5432", "database:shop", "state:idle in transaction"], metric.Tags);
    }

    private PgTarget Monitor() => As("monitor");

    private PgTarget As(string user, int timeoutSec = 10) => PgTarget.Resolve(new PgConnectionRequest
    {
        HostName = server.Cluster.HostName,
        Port = server.Cluster.Port,
        UserName = user,
        Password = ServerFixture.Password,
        Timeout = TimeSpan.FromSeconds(timeoutSec),
    });
}
