using System.Globalization;
using DatadogOps.Common;
using Npgsql;

namespace DatadogOps.Postgres.Connecting;

/// <summary>
/// One open connection for reading. Each query runs in a read-only transaction with a statement timeout, in one round trip and
/// without settings at connect time, so that it works through PgBouncer in any pooling mode.
/// </summary>
internal sealed class PgSession : IAsyncDisposable
{
    private static readonly Version Oldest = new(10, 0);

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PgSession(PgTarget target, NpgsqlDataSource source, NpgsqlConnection connection)
    {
        Target = target;
        _source = source;
        _connection = connection;
    }

    public PgTarget Target { get; }

    public int ProcessId => _connection.ProcessID;

    /// <summary>Connects; fails with an <see cref="OperationException"/>, or is cancelled.</summary>
    public static async Task<PgSession> OpenAsync(PgTarget target, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = CreateSource(target);
        try
        {
            NpgsqlConnection connection = await WithinAsync(
                target, "accept the connection", token => source.OpenConnectionAsync(token).AsTask(), cancellationToken).ConfigureAwait(false);
            if (connection.PostgreSqlVersion < Oldest)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw PgErrors.TooOld(target, connection.PostgreSqlVersion);
            }

            return new PgSession(target, source, connection);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs one query and reads its rows; fails with an <see cref="OperationException"/>, or is cancelled.</summary>
    public Task<List<T>> QueryAsync<T>(PgQuery query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        WithinAsync(Target, "complete the query", token => RunAsync(query, read, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static NpgsqlDataSource CreateSource(PgTarget target)
    {
        try
        {
            // Only text and numbers are read, so loading the types of the server is skipped to save time.
            return new NpgsqlSlimDataSourceBuilder(target.ConnectionString)
                .EnableTransportSecurity()
                .EnableIntegratedSecurity()
                .ConfigureTypeLoading(types => types.EnableTypeLoading(false))
                .Build();
        }
        catch (Exception e)
        {
            throw PgErrors.Translate(e, target);
        }
    }

    private static async Task<T> WithinAsync<T>(PgTarget target, string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(target.Timeout);
        try
        {
            // Some steps ignore the token, such as resolving a name; WaitAsync returns without waiting for them.
            return await work(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is not PostgresException)
        {
            throw PgErrors.TimedOut(target, what);
        }
        catch (Exception e)
        {
            throw PgErrors.Translate(e, target);
        }
    }

    private async Task<List<T>> RunAsync<T>(PgQuery query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN READ ONLY"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {(long)Target.Timeout.TotalMilliseconds}")));
        var select = new NpgsqlBatchCommand(query.Sql);
        foreach (string argument in query.Arguments)
        {
            select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = argument });
        }

        batch.BatchCommands.Add(select);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));

        var rows = new List<T>();
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
