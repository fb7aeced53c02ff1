using System.Threading.Channels;
using DatadogOps.Aws.Iam;
using DatadogOps.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;
using DatadogOps.Testbed.Postgres;
using Npgsql;

namespace DatadogOps.Benchmarks;

/// <summary>Connecting, counting and closing, against Npgsql alone with the same SQL, each over a connection of its own.</summary>
internal static class CollectBenchmark
{
    private const int Rounds = 100;

    public static async Task RunAsync(TextWriter output)
    {
        await using PostgresCluster cluster = await PostgresCluster.StartAsync(new PostgresOptions { MaxConnections = 320 });
        await using HeldConnections held = await HeldConnections.OpenAsync(
            cluster, new HeldConnectionPlan("web", HeldState.Idle, 200), new HeldConnectionPlan("worker", HeldState.IdleInTransaction, 100));
        PgTarget target = PgTarget.Resolve(new PgConnectionRequest { HostName = cluster.HostName, Port = cluster.Port, UserName = PostgresCluster.Superuser });
        string connectionString = cluster.ConnectionString();
        var filter = new PgConnectionFilter();

        output.WriteLine("### Collecting, 302 sessions\n");
        output.WriteLine("| what | DatadogOps ms | raw Npgsql ms | ratio |\n|---|---:|---:|---:|");
        await CompareAsync("counts by database and state", PgActivitySql.Counts(filter, [PgDimension.Database, PgDimension.State]).Sql, ReadStatesAsync);
        await CompareAsync("one object a session", PgActivitySql.Sessions(filter, withQuery: false).Sql, ReadConnectionsAsync);

        async Task CompareAsync(string what, string sql, Func<Task> ours)
        {
            (double a, double b, double ratio) = await Pairs.MeasureAsync(Rounds, () => Pairs.TimeAsync(ours), () => Pairs.TimeAsync(() => RawAsync(connectionString, sql)), warmup: 200);
            output.WriteLine($"| {what} | {Pairs.Text(a)} | {Pairs.Text(b)} | {Pairs.Text(ratio, "0.00")} |");
        }

        Task ReadStatesAsync() => DrainAsync<PgConnectionState>(writer =>
            PgActivityReader.ReadStatesAsync(target, filter, [PgDimension.Database, PgDimension.State], PgSampling.Once, writer, CancellationToken.None));

        Task ReadConnectionsAsync() => DrainAsync<PgConnection>(writer =>
            PgActivityReader.ReadConnectionsAsync(target, filter, false, PgSampling.Once, writer, CancellationToken.None));
    }

    private static async Task DrainAsync<T>(Func<ChannelWriter<OperationOutput<T>>, Task> read)
    {
        var channel = Channel.CreateUnbounded<OperationOutput<T>>();
        await read(channel.Writer);
        channel.Writer.Complete();
        await foreach (OperationOutput<T> report in channel.Reader.ReadAllAsync())
        {
            if (report.Kind == OperationOutputKind.Error)
            {
                throw report.Error!;
            }
        }
    }

    private static async Task RawAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(row);
        }
    }
}
