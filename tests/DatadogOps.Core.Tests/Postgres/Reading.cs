using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Postgres.Activity;
using DatadogOps.Postgres.Connecting;
using DatadogOps.Tests.ConfigRuns.Reporting;

namespace DatadogOps.Tests.Postgres;

/// <summary>Runs one reading to its end and collects what it reports.</summary>
internal static class Reading
{
    public static async Task<List<OperationOutput<T>>> CollectAsync<T>(Func<ChannelWriter<OperationOutput<T>>, Task> read)
    {
        var channel = Channel.CreateUnbounded<OperationOutput<T>>();
        await read(channel.Writer);
        channel.Writer.Complete();
        return await channel.Reader.ReadAllAsync().ToListAsync();
    }

    public static Task<List<OperationOutput<PgConnectionState>>> StatesAsync(
        PgTarget target, string[] by, PgConnectionFilter? filter = null, PgSampling? sampling = null) =>
        CollectAsync<PgConnectionState>(writer =>
            PgActivityReader.ReadStatesAsync(target, filter ?? new PgConnectionFilter(), by, sampling ?? PgSampling.Once, writer, CancellationToken.None));

    public static Task<List<OperationOutput<PgConnection>>> ConnectionsAsync(PgTarget target, PgConnectionFilter? filter = null, bool withQuery = false) =>
        CollectAsync<PgConnection>(writer =>
            PgActivityReader.ReadConnectionsAsync(target, filter ?? new PgConnectionFilter(), withQuery, PgSampling.Once, writer, CancellationToken.None));

    public static Task<List<OperationOutput<PgConnectionUsage>>> UsageAsync(PgTarget target, params string[] scopes) =>
        CollectAsync<PgConnectionUsage>(writer =>
            PgActivityReader.ReadUsageAsync(target, scopes, PgSampling.Once, writer, CancellationToken.None));

    public static IEnumerable<T> Items<T>(this IEnumerable<OperationOutput<T>> reports) =>
        reports.Where(report => report.Kind == OperationOutputKind.Item).Select(report => report.Item!);

    public static OperationException Error<T>(this IEnumerable<OperationOutput<T>> reports) =>
        Assert.Single(reports, report => report.Kind == OperationOutputKind.Error).Error!;
}
