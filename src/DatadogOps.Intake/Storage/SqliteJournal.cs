using System.Collections.Concurrent;
using DatadogOps.Intake.Hosting;
using Microsoft.Data.Sqlite;

namespace DatadogOps.Intake.Storage;

/// <summary>
/// The journal in a SQLite database: write-ahead log, synchronous=FULL. One thread writes; whatever waits while it does
/// is committed together next, so that many small requests share one flush to the disk.
/// </summary>
internal sealed class SqliteJournal : IJournal
{
    /// <summary>Largest sum of points, of checks, of log entries and of events kept, each by itself; the oldest entries go first.</summary>
    private static readonly Dictionary<EntryKind, long> MaxWeight = new()
    {
        [EntryKind.Series] = Retention.MaxPoints,
        [EntryKind.Distributions] = Retention.MaxPoints,
        [EntryKind.DogStatsD] = Retention.MaxPoints,
        [EntryKind.Checks] = Retention.MaxRecords,
        [EntryKind.Logs] = Retention.MaxRecords,
        [EntryKind.Event] = Retention.MaxRecords,
    };

    // One by one: of several in a command, the library hides the failures of those behind the first that has an answer.
    private static readonly string[] Opening =
    [
        "PRAGMA locking_mode=EXCLUSIVE",
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA journal_size_limit=67108864",
        "CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, time INTEGER NOT NULL, weight INTEGER NOT NULL, encoding TEXT NOT NULL, data BLOB NOT NULL)",
        "CREATE TABLE IF NOT EXISTS document (kind TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    ];

    // Bodies that wait at once; beyond it senders wait, as a bound on memory.
    private const int MaxWaiting = 1000;

    private readonly BlockingCollection<Work> _waiting = new(MaxWaiting);
    private readonly SqliteConnection _database;
    private readonly Dictionary<EntryKind, long> _weight = [];
    private readonly Thread _writer;

    private SqliteJournal(SqliteConnection database)
    {
        _database = database;
        _writer = new Thread(Write) { IsBackground = true, Name = "Journal" };
    }

    /// <summary>Opens the database in a folder, or makes one; both for their owner only.</summary>
    /// <exception cref="StartException">It cannot be used, or another intake uses it.</exception>
    public static SqliteJournal Open(string folder)
    {
        string path = Path.Combine(folder, "intake.db");
        SqliteConnection? database = null;
        try
        {
            PrivateFiles.MakeFolder(folder);
            PrivateFiles.MakeFile(path);
            database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
            database.Open();
            foreach (string statement in Opening)
            {
                Run(database, statement);
            }

            return new SqliteJournal(database);
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            database?.Dispose();
            throw new StartException(ExitCodes.File, $"The data file {path} cannot be used: {failure.Message}. Another intake may use it; choose another folder with --data.");
        }
    }

    /// <summary>Reads back what was written, in its order, and then begins to take more.</summary>
    public async Task ReplayAsync(Action<DocumentChange> change, Func<JournalEntry, Task> entry)
    {
        using (SqliteCommand select = Command("SELECT kind, id, json FROM document"))
        using (SqliteDataReader row = select.ExecuteReader())
        {
            while (row.Read())
            {
                change(new DocumentChange(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2)));
            }
        }

        using (SqliteCommand select = Command("SELECT kind, time, weight, encoding, data FROM entry ORDER BY seq"))
        using (SqliteDataReader row = select.ExecuteReader())
        {
            while (row.Read())
            {
                var read = new JournalEntry((EntryKind)row.GetInt32(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetFieldValue<byte[]>(4));
                _weight[read.Kind] = _weight.GetValueOrDefault(read.Kind) + read.Weight;
                await entry(read);
            }
        }

        _writer.Start();
    }

    /// <inheritdoc/>
    public Task AppendAsync(JournalEntry entry) => Enqueue(() => Append(entry));

    /// <inheritdoc/>
    public Task ChangeAsync(IReadOnlyList<DocumentChange> changes) => Enqueue(() => Change(changes));

    /// <inheritdoc/>
    public Task ClearAsync() => Enqueue(() =>
    {
        Run(_database, "DELETE FROM entry");
        Run(_database, "DELETE FROM document");
        _weight.Clear();
    });

    /// <summary>Writes what waits, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        if (_writer.IsAlive)
        {
            await Task.Run(_writer.Join);
        }

        await _database.DisposeAsync();
        _waiting.Dispose();
    }

    private Task Enqueue(Action apply)
    {
        var work = new Work(apply);
        _waiting.Add(work);
        return work.Done.Task;
    }

    private void Write()
    {
        var batch = new List<Work>();
        foreach (Work first in _waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxWaiting && _waiting.TryTake(out Work? next))
            {
                batch.Add(next);
            }

            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Work> batch)
    {
        try
        {
            Run(_database, "BEGIN IMMEDIATE");
            batch.ForEach(work => work.Apply());
            Forget();
            Run(_database, "COMMIT");
        }
        catch (SqliteException failure)
        {
            // Nothing of it is written, so nobody may be told that it is.
            TryRollBack();
            batch.ForEach(work => work.Done.SetException(new IOException($"The data file cannot be written: {failure.Message}", failure)));
            return;
        }

        batch.ForEach(work => work.Done.SetResult());
    }

    private void TryRollBack()
    {
        try
        {
            Run(_database, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    private void Append(JournalEntry entry)
    {
        using SqliteCommand insert = Command("INSERT INTO entry (kind, time, weight, encoding, data) VALUES ($kind, $time, $weight, $encoding, $data)");
        insert.Parameters.AddWithValue("$kind", (int)entry.Kind);
        insert.Parameters.AddWithValue("$time", entry.Time);
        insert.Parameters.AddWithValue("$weight", entry.Weight);
        insert.Parameters.AddWithValue("$encoding", entry.Encoding);
        insert.Parameters.AddWithValue("$data", entry.Data.ToArray());
        insert.ExecuteNonQuery();
        _weight[entry.Kind] = _weight.GetValueOrDefault(entry.Kind) + entry.Weight;
    }

    private void Change(IReadOnlyList<DocumentChange> changes)
    {
        foreach (DocumentChange change in changes)
        {
            using SqliteCommand command = Command(change.Json is null
                ? "DELETE FROM document WHERE kind = $kind AND id = $id"
                : "INSERT INTO document (kind, id, json) VALUES ($kind, $id, $json) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json");
            command.Parameters.AddWithValue("$kind", change.Kind);
            command.Parameters.AddWithValue("$id", change.Id);
            if (change.Json is not null)
            {
                command.Parameters.AddWithValue("$json", change.Json);
            }

            command.ExecuteNonQuery();
        }
    }

    // A tenth goes at once, so that this is rare.
    private void Forget()
    {
        foreach ((EntryKind kind, long most) in MaxWeight)
        {
            long surplus = _weight.GetValueOrDefault(kind) - most;
            if (surplus <= 0)
            {
                continue;
            }

            using SqliteCommand delete = Command(
                "DELETE FROM entry WHERE seq IN (SELECT seq FROM (SELECT seq, SUM(weight) OVER (ORDER BY seq) - weight AS before FROM entry WHERE kind = $kind) WHERE before < $surplus)"
                + " RETURNING weight");
            delete.Parameters.AddWithValue("$kind", (int)kind);
            delete.Parameters.AddWithValue("$surplus", surplus + (most / 10));
            using SqliteDataReader row = delete.ExecuteReader();
            while (row.Read())
            {
                _weight[kind] -= row.GetInt64(0);
            }
        }
    }

    private SqliteCommand Command(string text) => new(text, _database);

    private static void Run(SqliteConnection database, string text)
    {
        using var command = new SqliteCommand(text, database);
        command.ExecuteNonQuery();
    }

    private sealed class Work(Action apply)
    {
        public Action Apply { get; } = apply;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
