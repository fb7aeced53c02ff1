using System.Threading.Channels;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;
using DatadogOps.Testbed.Network;
using DatadogOps.Testbed.Postgres;

namespace DatadogOps.Benchmarks;

/// <summary>
/// Two hundred servers in one call: 180 live ones (PostgreSQL and PgBouncer endpoints), ten that refuse and ten that never
/// answer. It should take no longer than the slowest live one and the timeout.
/// </summary>
internal static class TargetsBenchmark
{
    private const int TimeoutSec = 2;
    private const int Rounds = 5;

    public static async Task RunAsync(TextWriter output)
    {
        await using PostgresCluster cluster = await PostgresCluster.StartAsync(new PostgresOptions { MaxConnections = 200 });
        await using PgBouncer? bouncer = PgBouncer.Find(out _) is null ? null : await PgBouncer.StartAsync(cluster, new PgBouncerOptions { PoolMode = "transaction", PoolSize = 40 });
        await using var hanging = new HangingListener();
        using var refusing = new RefusingPort();

        PgConnectionRequest[] requests =
        [
            .. Enumerable.Range(0, 200).Select(i => new PgConnectionRequest
            {
                HostName = "127.0.0.1",
                Port = i % 20 == 3 ? hanging.Port : i % 20 == 13 ? refusing.Port : i % 2 == 0 || bouncer is null ? cluster.Port : bouncer.Port,
                UserName = PostgresCluster.Superuser,
                Timeout = TimeSpan.FromSeconds(TimeoutSec),
            }),
        ];

        var slowest = new List<double>();
        var all = new List<double>();
        (int items, int errors) = (0, 0);
        await RunAllAsync(requests);
        for (int round = 0; round < Rounds; round++)
        {
            double slow = 0;
            foreach (PgConnectionRequest request in requests.Where(request => request.Port != hanging.Port && request.Port != refusing.Port).Take(20))
            {
                slow = Math.Max(slow, await Pairs.TimeAsync(() => RunAllAsync([request])));
            }

            slowest.Add(slow);
            all.Add(await Pairs.TimeAsync(async () => (items, errors) = await RunAllAsync(requests)));
        }

        double bound = Pairs.Median(slowest) + (TimeoutSec * 1000);
        output.WriteLine("### 200 servers in one call, a tenth of them dead or hanging\n");
        output.WriteLine("| answers | errors | seconds | slowest live one and timeout | ratio |\n|---:|---:|---:|---:|---:|");
        output.WriteLine($"| {items} | {errors} | {Pairs.Text(Pairs.Median(all) / 1000, "0.00")} | {Pairs.Text(bound / 1000, "0.00")} | {Pairs.Text(Pairs.Median(all) / bound, "0.00")} |");
    }

    private static async Task<(int Items, int Errors)> RunAllAsync(IEnumerable<PgConnectionRequest> requests)
    {
        // As the cmdlet does it, with its default ThrottleLimit.
        await using var work = new FanOut<PgTarget, PgConnectionState>(64, ReadAsync, CancellationToken.None);
        foreach (PgConnectionRequest request in requests)
        {
            work.Add(PgTarget.Resolve(request));
        }

        work.Complete();
        (int items, int errors) = (0, 0);
        await foreach (OperationOutput<PgConnectionState> report in work.Outputs.ReadAllAsync())
        {
            items += report.Kind == OperationOutputKind.Item ? 1 : 0;
            errors += report.Kind == OperationOutputKind.Error ? 1 : 0;
        }

        return (items, errors);
    }

    private static Task ReadAsync(PgTarget target, ChannelWriter<OperationOutput<PgConnectionState>> reports, CancellationToken cancellationToken) =>
        PgActivityReader.ReadStatesAsync(target, new PgConnectionFilter(), [], PgSampling.Once, reports, cancellationToken);
}
