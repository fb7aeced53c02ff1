using System.Globalization;
using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Postgres.Connecting;
using Npgsql;

namespace DatadogOps.Postgres.Activity;

/// <summary>
/// Reads the connections of PostgreSQL servers: as sessions, as counts, or compared with the limits. Each method reads one server;
/// <see cref="FanOut{TTarget, T}"/> runs it for many.
/// </summary>
public static class PgActivityReader
{
    /// <summary>Reads one object for each session.</summary>
    public static Task ReadConnectionsAsync(
        PgTarget target, PgConnectionFilter filter, bool withQuery, PgSampling sampling, ChannelWriter<OperationOutput<PgConnection>> output, CancellationToken cancellationToken) =>
        ReadSessionsAsync(target, filter, PgActivitySql.Sessions(filter, withQuery), sampling, row => row.GetBoolean(12) ? 1 : 0, (row, now) => new PgConnection
        {
            Timestamp = now,
            HostName = target.HostName,
            Port = target.Port,
            ProcessId = row.GetInt32(0),
            Database = Text(row, 1),
            User = Text(row, 2),
            ApplicationName = Text(row, 3),
            ClientAddress = Text(row, 4),
            State = Text(row, 5),
            WaitEventType = Text(row, 6),
            WaitEvent = Text(row, 7),
            SessionSeconds = Seconds(row, 8),
            TransactionSeconds = Seconds(row, 9),
            QuerySeconds = Seconds(row, 10),
            StateSeconds = Seconds(row, 11),
            Query = Text(row, 14),
        }, output, cancellationToken);

    /// <summary>Reads one object for each group of sessions.</summary>
    public static Task ReadStatesAsync(
        PgTarget target, PgConnectionFilter filter, IReadOnlyCollection<string> by, PgSampling sampling, ChannelWriter<OperationOutput<PgConnectionState>> output, CancellationToken cancellationToken) =>
        ReadSessionsAsync(target, filter, PgActivitySql.Counts(filter, by), sampling, row => row.GetInt64(9), (row, now) => new PgConnectionState
        {
            Timestamp = now,
            HostName = target.HostName,
            Port = target.Port,
            Group = string.Join(", ", PgActivitySql.Dimensions.Index().Where(one => by.Contains(one.Item, StringComparer.OrdinalIgnoreCase)).Select(one => Text(row, one.Index) is { Length: > 0 } text ? text : "-")),
            Database = Text(row, 0),
            ApplicationName = Text(row, 1),
            User = Text(row, 2),
            ClientAddress = Text(row, 3),
            State = Text(row, 4),
            WaitEventType = Text(row, 5),
            WaitEvent = Text(row, 6),
            Connections = row.GetInt64(7),
            MaxStateSeconds = Seconds(row, 8),
        }, output, cancellationToken);

    /// <summary>Reads one object for each server, database or role.</summary>
    public static Task ReadUsageAsync(
        PgTarget target, IReadOnlyCollection<string> scopes, PgSampling sampling, ChannelWriter<OperationOutput<PgConnectionUsage>> output, CancellationToken cancellationToken)
    {
        (string Scope, PgQuery Query)[] queries = [.. PgUsageScope.All.Where(scope => scopes.Contains(scope, StringComparer.OrdinalIgnoreCase)).Select(scope => (scope, PgActivitySql.Usage(scope)))];
        foreach ((_, PgQuery query) in queries)
        {
            WriteQuery(output, target, query);
        }

        return PgSampler.RunAsync(target, sampling, TimeProvider.System, SampleAsync, output, cancellationToken);

        async Task<IReadOnlyList<OperationOutput<PgConnectionUsage>>> SampleAsync(PgSession session, DateTimeOffset now, CancellationToken token)
        {
            var found = new List<OperationOutput<PgConnectionUsage>>();
            foreach ((string scope, PgQuery query) in queries)
            {
                found.AddRange(await session.QueryAsync(
                    query, row => scope == PgUsageScope.Server ? ServerUsage(row) : NamedUsage(row, scope), token).ConfigureAwait(false));
            }

            return found;

            OperationOutput<PgConnectionUsage> ServerUsage(NpgsqlDataReader row)
            {
                long used = row.GetInt64(0);
                long max = row.GetInt64(1);
                long reserved = row.GetInt64(2) + row.GetInt64(3);
                return OperationOutput<PgConnectionUsage>.OfItem(Limited(PgUsageScope.Server, null, used, max, reserved) with
                {
                    Reserved = reserved,
                    AgentRatio = row.GetDouble(4),
                });
            }

            OperationOutput<PgConnectionUsage> NamedUsage(NpgsqlDataReader row, string scope) =>
                OperationOutput<PgConnectionUsage>.OfItem(Limited(scope, row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), 0));

            PgConnectionUsage Limited(string scope, string? name, long used, long? max, long reserved) => new()
            {
                Timestamp = now,
                HostName = target.HostName,
                Port = target.Port,
                Scope = scope,
                Name = name ?? target.HostName,
                Used = used,
                Max = max,
                Available = max is { } limit ? Math.Max(0, limit - reserved - used) : null,
                UsedRatio = max - reserved is > 0 and { } open ? (double)used / open : null,
            };
        }
    }

    // countHidden returns how many of the sessions in a row hide their state from this role.
    private static Task ReadSessionsAsync<T>(
        PgTarget target,
        PgConnectionFilter filter,
        PgQuery query,
        PgSampling sampling,
        Func<NpgsqlDataReader, long> countHidden,
        Func<NpgsqlDataReader, DateTimeOffset, T> read,
        ChannelWriter<OperationOutput<T>> output,
        CancellationToken cancellationToken)
    {
        WriteQuery(output, target, query);
        var notices = new Notices<T>(target, filter);
        return PgSampler.RunAsync(target, sampling, TimeProvider.System, SampleAsync, output, cancellationToken);

        async Task<IReadOnlyList<OperationOutput<T>>> SampleAsync(PgSession session, DateTimeOffset now, CancellationToken token)
        {
            long hidden = 0;
            List<OperationOutput<T>> found = await session.QueryAsync(
                query,
                row =>
                {
                    hidden += countHidden(row);
                    return OperationOutput<T>.OfItem(read(row, now));
                },
                token).ConfigureAwait(false);
            notices.AddTo(found, session, hidden);
            return found;
        }
    }

    private static void WriteQuery<T>(ChannelWriter<OperationOutput<T>> output, PgTarget target, PgQuery query) =>
        output.TryWrite(OperationOutput<T>.OfDebug($"{target}: {query.Sql}{(query.Arguments.Count == 0 ? "" : " -- " + string.Join(", ", query.Arguments))}"));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // Below milliseconds the values are noise. A session that changes its state while the view is read would have a negative age.
    private static double? Seconds(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Math.Round(Math.Max(0, row.GetDouble(column)), 3);

    /// <summary>Messages that are written once for a server, however many samples are taken.</summary>
    private sealed class Notices<T>(PgTarget target, PgConnectionFilter filter)
    {
        private bool _wroteHidden;
        private int _selfWritten;

        public void AddTo(List<OperationOutput<T>> found, PgSession session, long hidden)
        {
            if (hidden > 0 && !_wroteHidden)
            {
                _wroteHidden = true;
                found.Insert(0, OperationOutput<T>.OfWarning(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target} hides the state of {hidden} sessions of other roles from '{target.UserName}'. They have an empty state, and -State excludes them. As a superuser, run: GRANT pg_monitor TO {PgErrors.QuoteName(target.UserName)};")));
            }

            if (filter.ExcludeSelf && _selfWritten != session.ProcessId)
            {
                _selfWritten = session.ProcessId;
                found.Insert(0, OperationOutput<T>.OfVerbose(string.Create(
                    CultureInfo.InvariantCulture, $"Excluded this command's own session on {target}, process {session.ProcessId}.")));
            }
        }
    }
}
