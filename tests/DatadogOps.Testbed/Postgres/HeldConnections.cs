using System.Collections.Concurrent;
using DatadogOps.Testbed.Processes;
using Npgsql;

namespace DatadogOps.Testbed.Postgres;

/// <summary>State in which a connection is held, as pg_stat_activity names it.</summary>
public enum HeldState
{
    /// <summary><c>idle</c>.</summary>
    Idle,

    /// <summary><c>active</c>, in pg_sleep.</summary>
    Active,

    /// <summary><c>idle in transaction</c>.</summary>
    IdleInTransaction,

    /// <summary><c>idle in transaction (aborted)</c>.</summary>
    IdleInTransactionAborted,
}

/// <summary>Names of states.</summary>
public static class HeldStateText
{
    /// <summary>The state as pg_stat_activity names it.</summary>
    public static string ToText(this HeldState state) => state switch
    {
        HeldState.Idle => "idle",
        HeldState.Active => "active",
        HeldState.IdleInTransaction => "idle in transaction",
        _ => "idle in transaction (aborted)",
    };
}

/// <summary>Connections to hold.</summary>
/// <param name="ApplicationName">Their application_name.</param>
/// <param name="State">Their state.</param>
/// <param name="Count">How many.</param>
/// <param name="ConnectionString">As whom and to which database; null for the superuser.</param>
public sealed record HeldConnectionPlan(string ApplicationName, HeldState State, int Count, string? ConnectionString = null);

/// <summary>Real connections, each held in one state until disposed.</summary>
public sealed class HeldConnections : IAsyncDisposable
{
    private const int OpenAtOnce = 8;

    private readonly PostgresCluster _cluster;
    private readonly ConcurrentBag<Held> _held = [];

    private HeldConnections(PostgresCluster cluster) => _cluster = cluster;

    /// <summary>Process ids of the sessions.</summary>
    public IReadOnlyCollection<int> ProcessIds => [.. _held.Select(held => held.ProcessId)];

    /// <summary>Opens the connections and waits until pg_stat_activity shows each in its state.</summary>
    public static async Task<HeldConnections> OpenAsync(PostgresCluster cluster, IEnumerable<HeldConnectionPlan> plans, CancellationToken cancellationToken = default)
    {
        var connections = new HeldConnections(cluster);
        try
        {
            IEnumerable<HeldConnectionPlan> each = plans.SelectMany(plan => Enumerable.Repeat(plan, plan.Count));
            await Parallel.ForEachAsync(
                each,
                new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = cancellationToken },
                async (plan, token) => connections._held.Add(await Held.OpenAsync(plan, plan.ConnectionString ?? cluster.SuperuserConnectionString, token)));
            await connections.WaitUntilShownAsync(cancellationToken);
            return connections;
        }
        catch
        {
            await connections.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="OpenAsync(PostgresCluster, IEnumerable{HeldConnectionPlan}, CancellationToken)"/>
    public static Task<HeldConnections> OpenAsync(PostgresCluster cluster, params HeldConnectionPlan[] plans) => OpenAsync(cluster, plans.AsEnumerable());

    /// <summary>Ends the sessions and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // One statement ends them all, those in the midst of a query too.
            await using NpgsqlConnection connection = await _cluster.OpenSuperuserAsync();
            string ids = string.Join(',', ProcessIds);
            await using (NpgsqlCommand end = OverIds(connection, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = ANY(string_to_array($1, ',')::int[])", ids))
            {
                await end.ExecuteNonQueryAsync();
            }

            await using NpgsqlCommand left = OverIds(connection, "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(string_to_array($1, ',')::int[])", ids);
            await Polling.UntilAsync(async () => (long)(await left.ExecuteScalarAsync())! == 0, () => "Sessions do not end");
        }
        catch (NpgsqlException)
        {
            // The cluster is gone, and they with it.
        }

        foreach (Held held in _held)
        {
            await held.DisposeAsync();
        }

        _held.Clear();
    }

    // Lists go as text: Npgsql's mapping of arrays is made once for all connections of a process, and goes wrong now and then
    // where several make it at the same time.
    private static NpgsqlCommand OverIds(NpgsqlConnection connection, string sql, string ids) =>
        new(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = ids } } };

    private async Task WaitUntilShownAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _cluster.OpenSuperuserAsync(cancellationToken: cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity a JOIN unnest(string_to_array($1, ',')::int[], string_to_array($2, ',')) AS held(pid, state) ON a.pid = held.pid AND a.state = held.state", connection);
        Held[] all = [.. _held];
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(',', all.Select(held => held.ProcessId)) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Join(',', all.Select(held => held.StateText)) });
        long shown = 0;
        await Polling.UntilAsync(
            async () => (shown = (long)(await command.ExecuteScalarAsync(cancellationToken))!) == all.Length,
            () => $"pg_stat_activity shows {shown} of {all.Length} held connections in their state",
            cancellationToken: cancellationToken);
    }

    private sealed class Held : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private Task _query = Task.CompletedTask;

        private Held(NpgsqlConnection connection, string stateText)
        {
            _connection = connection;
            StateText = stateText;
            ProcessId = connection.ProcessID;
        }

        public int ProcessId { get; }

        public string StateText { get; }

        public static async Task<Held> OpenAsync(HeldConnectionPlan plan, string connectionString, CancellationToken cancellationToken)
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
            {
                ApplicationName = plan.ApplicationName,
                Pooling = false,
                CommandTimeout = 0,
            }.ConnectionString);
            await Polling.UntilAsync(() => TryOpenAsync(connection, cancellationToken), () => "the server stays full", cancellationToken: cancellationToken);
            var held = new Held(connection, plan.State.ToText());
            await held.EnterAsync(plan.State, cancellationToken);
            return held;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await _query;
            }
            catch (NpgsqlException)
            {
                // Ended by pg_terminate_backend, as meant.
            }

            await _connection.DisposeAsync();
        }

        // A session that has said goodbye keeps its place for a moment.
        private static async Task<bool> TryOpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                return false;
            }
        }

        private async Task EnterAsync(HeldState state, CancellationToken cancellationToken)
        {
            switch (state)
            {
                case HeldState.Idle:
                    await RunAsync("SELECT 1", cancellationToken);
                    break;
                case HeldState.Active:
                    _query = RunAsync("SELECT pg_sleep(3600)", CancellationToken.None);
                    break;
                case HeldState.IdleInTransaction:
                    await RunAsync("BEGIN", cancellationToken);
                    await RunAsync("SELECT 1", cancellationToken);
                    break;
                default:
                    await RunAsync("BEGIN", cancellationToken);
                    try
                    {
                        await RunAsync("SELECT 1 / 0", cancellationToken);
                    }
                    catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.DivisionByZero)
                    {
                    }

                    break;
            }
        }

        private async Task RunAsync(string sql, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
