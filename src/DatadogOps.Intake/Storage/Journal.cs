namespace DatadogOps.Intake.Storage;

/// <summary>What an entry of the journal holds. The numbers are in database files.</summary>
internal enum EntryKind
{
    /// <summary>Body of <c>/api/v2/series</c> as it was sent.</summary>
    Series = 1,

    /// <summary>Body of <c>/api/v1/distribution_points</c> as it was sent.</summary>
    Distributions = 2,

    /// <summary>Body of <c>/api/v1/check_run</c> as it was sent.</summary>
    Checks = 3,

    /// <summary>Body of <c>/api/v2/logs</c> as it was sent.</summary>
    Logs = 4,

    /// <summary>One event with its id, as JSON.</summary>
    Event = 5,

    /// <summary>DogStatsD messages with newlines between.</summary>
    DogStatsD = 6,
}

/// <summary>Something that came, as it came.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Time">When it came, in Unix seconds.</param>
/// <param name="Weight">Points, checks, log entries or events in it, for the bound on all of them.</param>
/// <param name="Encoding">How the body is encoded: gzip, deflate or empty.</param>
/// <param name="Data">The body.</param>
internal sealed record JournalEntry(EntryKind Kind, long Time, int Weight, string Encoding, ReadOnlyMemory<byte> Data);

/// <summary>A thing with an id that is kept in its last state: a monitor, a dashboard, an AWS account.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Json">Its state; null when it is gone.</param>
internal sealed record DocumentChange(string Kind, string Id, byte[]? Json);

/// <summary>Where everything that was acknowledged is written down before the acknowledgement.</summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>Ends once the entry is safe against the end of the process and of the machine.</summary>
    Task AppendAsync(JournalEntry entry);

    /// <summary>Ends once the changes are safe, all or none.</summary>
    Task ChangeAsync(IReadOnlyList<DocumentChange> changes);

    /// <summary>Forgets everything.</summary>
    Task ClearAsync();
}

/// <summary>The journal of an intake without a data folder: what it knows ends with it.</summary>
internal sealed class NoJournal : IJournal
{
    public Task AppendAsync(JournalEntry entry) => Task.CompletedTask;

    public Task ChangeAsync(IReadOnlyList<DocumentChange> changes) => Task.CompletedTask;

    public Task ClearAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
