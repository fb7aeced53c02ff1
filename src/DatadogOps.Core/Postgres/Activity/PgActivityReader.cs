using System.Globalization;
using System.Threading.Channels;
using DatadogOps.Common;
using DatadogOps.Postgres.Connecting;
using Npgsql;

namespace DatadogOps.Postgres.Activity;

/// <summary>
/// Reads who is connected to PostgreSQL servers: as sessions, as counts, or against the limits. Each method works over
/// one server; <see cref="FanOut{TTarget, T}"/> runs it over many.
/// </summary>
public static class PgActivityReader
{
    /// <summary>One object a session.</summary>
    public static Task ReadConnectionsAsync(
        PgTarget target, PgConnectionFilter filter, bool withQuery, PgSampling sampling, ChannelWriter<OperationOutput<PgConnection>> reports, CancellationToken cancellationToken) =>
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
        }, reports, cancellationToken);

    /// <summary>One object for each group of sessions that are alike in what they are counted by.</summary>
    public static Task ReadStatesAsync(
        PgTarget target, PgConnectionFilter filter, IReadOnlyCollection<string> by, PgSampling sampling, ChannelWriter<OperationOutput<PgConnectionState>> reports, CancellationToken cancellationToken) =>
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
        }, reports, cancellationToken);

    /// <summary>One object for each limit: the server's, and on request those of databases and roles.</summary>
    public static Task ReadUsageAsync(
        PgTarget target, IReadOnlyCollection<string> scopes, PgSampling sampling, ChannelWriter<OperationOutput<PgConnectionUsage>> reports, CancellationToken cancellationToken)
    {
        (string Scope, PgQuery Query)[] queries = [.. PgUsageScope.All.Where(scope => scopes.Contains(scope, StringComparer.OrdinalIgnoreCase)).Select(scope => (scope, PgActivitySql.Usage(scope)))];
        foreach ((_, PgQuery query) in queries)
        {
            Announce(reports, target, query);
        }

        return PgSampler.RunAsync(target, sampling, TimeProvider.System, LookAsync, reports, cancellationToken);

        async Task<IReadOnlyList<OperationOutput<PgConnectionUsage>>> LookAsync(PgSession session, DateTimeOffset now, CancellationToken token)
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

    // What is read of sessions, one by one or in groups; how many of those in a row keep their state from this role is one of its columns.
    private static Task ReadSessionsAsync<T>(
        PgTarget target,
        PgConnectionFilter filter,
        PgQuery query,
        PgSampling sampling,
        Func<NpgsqlDataReader, long> countHidden,
        Func<NpgsqlDataReader, DateTimeOffset, T> read,
        ChannelWriter<OperationOutput<T>> reports,
        CancellationToken cancellationToken)
    {
        Announce(reports, target, query);
        var remarks = new Remarks<T>(target, filter);
        return PgSampler.RunAsync(target, sampling, TimeProvider.System, LookAsync, reports, cancellationToken);

        async Task<IReadOnlyList<OperationOutput<T>>> LookAsync(PgSession session, DateTimeOffset now, CancellationToken token)
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
            remarks.AddTo(found, session, hidden);
            return found;
        }
    }

    private static void Announce<T>(ChannelWriter<OperationOutput<T>> reports, PgTarget target, PgQuery query) =>
        reports.TryWrite(OperationOutput<T>.OfDebug($"{target}: {query.Sql}{(query.Arguments.Count == 0 ? "" : " -- " + string.Join(", ", query.Arguments))}"));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // The view gives microseconds; beyond milliseconds they are the query's own noise. A session that changed its state while
    // the view was read would have an age below zero.
    private static double? Seconds(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Math.Round(Math.Max(0, row.GetDouble(column)), 3);

    /// <summary>What is said once of a server, however often it is looked at.</summary>
    private sealed class Remarks<T>(PgTarget target, PgConnectionFilter filter)
    {
        private bool _saidHidden;
        private int _saidSelf;

        public void AddTo(List<OperationOutput<T>> found, PgSession session, long hidden)
        {
            if (hidden > 0 && !_saidHidden)
            {
                _saidHidden = true;
                found.Insert(0, OperationOutput<T>.OfWarning(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target} hides the state of {hidden} sessions of other roles from '{target.UserName}'; they are counted with an empty state, and a filter by state leaves them out. As a superuser: GRANT pg_monitor TO {PgErrors.QuoteName(target.UserName)};")));
            }

            if (filter.ExcludeSelf && _saidSelf != session.ProcessId)
            {
                _saidSelf = session.ProcessId;
                found.Insert(0, OperationOutput<T>.OfVerbose(string.Create(
                    CultureInfo.InvariantCulture, $"Left out this command's own session on {target}, process {session.ProcessId}.")));
            }
        }
    }
}
