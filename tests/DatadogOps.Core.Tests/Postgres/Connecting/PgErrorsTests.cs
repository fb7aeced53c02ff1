using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Postgres;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Postgres;
using DatadogOps.Tests.Common;
using By = DatadogOps.Postgres.Activity.PgDimension;

namespace DatadogOps.Tests.Postgres.Connecting;

/// <summary>Each way in which a server can fail becomes one error that says what to do, and holds no secret.</summary>
[Collection(ServerSuite.Name)]
public class PgErrorsTests(ServerFixture server)
{
    [PostgresFact]
    public async Task NobodyListens()
    {
        using var port = new RefusingPort();
        await ExpectAsync(PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, new() { HostName = "127.0.0.1", Port = port.Port });
    }

    [Fact]
    public Task TheNameDoesNotResolve() =>
        ExpectAsync(PgErrorIds.HostNotFound, OperationErrorKind.ConnectionFailed, new() { HostName = "no-such-host.invalid" });

    [Fact]
    public async Task TheServerNeverAnswers()
    {
        await using var hanging = new HangingListener();
        var watch = Stopwatch.StartNew();
        await ExpectAsync(
            PgErrorIds.Timeout, OperationErrorKind.Timeout, new() { HostName = "127.0.0.1", Port = hanging.Port, Timeout = TimeSpan.FromMilliseconds(300) });
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.25, 5);
    }

    [PostgresFact]
    public Task ThePasswordIsWrong() =>
        ExpectAsync(PgErrorIds.PasswordWrong, OperationErrorKind.AuthenticationFailed, At(user: "monitor", password: "hunter2"));

    [PostgresFact]
    public Task ThePasswordIsMissing() =>
        ExpectAsync(PgErrorIds.PasswordMissing, OperationErrorKind.AuthenticationFailed, At(user: "monitor", password: null));

    [PostgresFact]
    public async Task ThePasswordComesFromPgpass()
    {
        string path = Path.GetTempFileName();
        try
        {
            string escaped = ServerFixture.Password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, $"# hosts\n*:1:*:monitor:hunter2\n{server.Cluster.HostName}:{server.Cluster.Port}:*:monitor:{escaped}\n");
            PgConnectionRequest request = new() { HostName = server.Cluster.HostName, Port = server.Cluster.Port, UserName = "monitor" };

            PgTarget target = PgTarget.Resolve(request, name => name == "PGPASSFILE" ? path : null);

            Assert.NotEmpty((await Reading.StatesAsync(target, [])).Items());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [PostgresFact]
    public async Task AMissingPasswordFileIsNoPassword()
    {
        PgTarget target = PgTarget.Resolve(At(password: null), name => name == "PGPASSFILE" ? "/no/such/file" : null);

        Assert.Equal(PgErrorIds.PasswordMissing, (await Reading.StatesAsync(target, [])).Error().ErrorId);
    }

    [Fact]
    public async Task NoServerIsAtTheSocket()
    {
        OperationException error = await ExpectAsync(PgErrorIds.ConnectionRefused, OperationErrorKind.ConnectionFailed, new() { HostName = "/no/such/directory" });

        Assert.Contains(".s.PGSQL.5432", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public Task TheDatabaseDoesNotExist() =>
        ExpectAsync(PgErrorIds.DatabaseNotFound, OperationErrorKind.NotFound, At(database: "no_such"));

    [PostgresFact]
    public Task TheRoleHasNoConnectionLeft() =>
        ExpectAsync(PgErrorIds.TooManyConnections, OperationErrorKind.ConnectionFailed, At(user: "limited"));

    [PostgresFact]
    public async Task TheServerIsFull()
    {
        await using PostgresCluster small = await PostgresCluster.StartAsync(new PostgresOptions { MaxConnections = 4, SuperuserReservedConnections = 1 });
        await small.CreateRoleAsync("app");
        string app = small.ConnectionString("app");
        await using HeldConnections held = await HeldConnections.OpenAsync(small, new HeldConnectionPlan("web", HeldState.Idle, 3, app));

        OperationException error = await ExpectAsync(
            PgErrorIds.TooManyConnections, OperationErrorKind.ConnectionFailed, new() { HostName = small.HostName, Port = small.Port, UserName = "app" });

        Assert.Contains("reserved", error.Advice, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task PgHbaRefuses()
    {
        await using PostgresCluster closed = await PostgresCluster.StartAsync(new PostgresOptions { HbaLines = ["host all app 127.0.0.1/32 reject"] });
        await closed.CreateRoleAsync("app");

        await ExpectAsync(
            PgErrorIds.AccessDenied, OperationErrorKind.AuthenticationFailed, new() { HostName = closed.HostName, Port = closed.Port, UserName = "app" });
    }

    [PostgresFact]
    public async Task TlsIsAskedForAndNotOffered()
    {
        await using PostgresCluster plain = await PostgresCluster.StartAsync();

        await ExpectAsync(
            PgErrorIds.TlsUnavailable, OperationErrorKind.ConnectionFailed,
            new() { HostName = plain.HostName, Port = plain.Port, UserName = PostgresCluster.Superuser, SslMode = "require" });
    }

    [PostgresFact]
    public async Task TlsIsVerifiedAsTheSslmodeSays()
    {
        string ca = server.Cluster.AuthorityPath!;

        await ExpectAsync(PgErrorIds.TlsUntrusted, OperationErrorKind.AuthenticationFailed, At(sslMode: "verify-full"));
        Assert.NotEmpty((await Reading.StatesAsync(PgTarget.Resolve(At(sslMode: "require")), [])).Items());
        Assert.NotEmpty((await Reading.StatesAsync(PgTarget.Resolve(At(sslMode: "verify-full", more: $"sslrootcert={ca}")), [])).Items());
        Assert.NotEmpty((await Reading.StatesAsync(PgTarget.Resolve(At(sslMode: "disable")), [])).Items());
    }

    [Theory]
    [InlineData("\u0001\0\0\0\u0004", PgErrorIds.NotPostgres, OperationErrorKind.ProtocolError)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed)]
    [InlineData("", PgErrorIds.ConnectionLost, OperationErrorKind.ConnectionFailed)]
    public async Task SomethingElseAnswers(string answer, string errorId, OperationErrorKind kind)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Task answering = Task.Run(async () =>
        {
            using TcpClient client = await other.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            client.Client.Shutdown(SocketShutdown.Send);
            await Task.WhenAny(stream.CopyToAsync(Stream.Null));
        });

        OperationException error = await ExpectAsync(
            errorId, kind, new() { HostName = "127.0.0.1", Port = ((IPEndPoint)other.LocalEndpoint).Port, SslMode = "disable" });

        Assert.Contains("PgBouncer", error.Advice, StringComparison.Ordinal);
        await answering;
    }

    [PostgresFact]
    public async Task AStoppedServerIsToldAndReachedAgain()
    {
        PostgresCluster first = await PostgresCluster.StartAsync();
        PgTarget target = PgTarget.Resolve(new PgConnectionRequest { HostName = first.HostName, Port = first.Port, UserName = PostgresCluster.Superuser });
        var channel = System.Threading.Channels.Channel.CreateUnbounded<OperationOutput<PgConnectionState>>();
        using var stop = new CancellationTokenSource();
        Task sampling = PgActivityReader.ReadStatesAsync(target, new PgConnectionFilter(), [], new PgSampling(TimeSpan.FromMilliseconds(50), null), channel.Writer, stop.Token);

        Assert.Equal(OperationOutputKind.Item, await NextAsync(OperationOutputKind.Item));
        await first.DisposeAsync();
        Assert.Equal(OperationOutputKind.Error, await NextAsync(OperationOutputKind.Error));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sampling);

        async Task<OperationOutputKind> NextAsync(OperationOutputKind wanted)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await foreach (OperationOutput<PgConnectionState> report in channel.Reader.ReadAllAsync(limit.Token))
            {
                if (report.Kind == wanted)
                {
                    return wanted;
                }
            }

            throw new InvalidOperationException("The sampling ended.");
        }
    }

    [PgBouncerFact]
    public async Task ThroughPgBouncerItWorksAsWell()
    {
        await using PostgresCluster cluster = await PostgresCluster.StartAsync();
        await using PgBouncer bouncer = await PgBouncer.StartAsync(cluster);
        PgTarget target = PgTarget.Resolve(new PgConnectionRequest { HostName = bouncer.HostName, Port = bouncer.Port, UserName = PostgresCluster.Superuser });

        List<OperationOutput<PgConnectionState>> reports = await Reading.StatesAsync(target, [By.State], sampling: new PgSampling(TimeSpan.FromMilliseconds(20), 3));

        Assert.DoesNotContain(reports, report => report.Kind == OperationOutputKind.Error);
        Assert.Equal(3, reports.Items().Sum(state => state.Connections));
        Assert.Equal("0", await cluster.ScalarAsync<string>("SELECT count(*)::text FROM pg_stat_activity WHERE state LIKE 'idle in%'"));
    }

    private static async Task<OperationException> ExpectAsync(string errorId, OperationErrorKind kind, PgConnectionRequest request)
    {
        List<OperationOutput<PgConnectionState>> reports = await Reading.StatesAsync(PgTarget.Resolve(request, _ => null), [By.State]);

        OperationException error = reports.Error();
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.Contains(request.HostName!, error.Message + error.Target, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ServerFixture.Password, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(reports.Items());
        return error;
    }

    private PgConnectionRequest At(
        string user = "monitor", string? password = ServerFixture.Password, string? database = null, string? sslMode = null, string? more = null) => new()
    {
        HostName = server.Cluster.HostName,
        Port = server.Cluster.Port,
        UserName = user,
        Password = password,
        Database = database,
        SslMode = sslMode,
        ConnectionString = more,
    };
}
