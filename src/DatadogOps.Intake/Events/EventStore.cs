using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Events;

/// <summary>Events from all ways in, with ids that grow.</summary>
internal sealed class EventStore(IJournal journal, MetricIngest hosts, TimeProvider clock)
{
    /// <summary>How old an event may be, in seconds (Datadog's API reference, "Post an event").</summary>
    public const long MaxAgeSec = 18 * 3600;

    private readonly RecordLog<StoredEvent> _events = new();
    private long _lastId;

    /// <summary>How many came.</summary>
    public long Count => _events.Count;

    /// <summary>Keeps an event; its id is given here.</summary>
    public async Task<StoredEvent> AddAsync(StoredEvent sent)
    {
        StoredEvent stored = sent with { Id = NextId() };
        await journal.AppendAsync(new JournalEntry(EntryKind.Event, clock.GetUtcNow().ToUnixTimeSeconds(), 1, string.Empty, stored.ToJson().ToBytes()));
        Keep(stored);
        return stored;
    }

    /// <summary>Keeps an event of a DogStatsD message, which is journaled with the message.</summary>
    public void AddUnjournaled(StoredEvent sent) => Keep(sent with { Id = NextId() });

    /// <summary>Takes what was journaled before.</summary>
    public void Replay(ReadOnlyMemory<byte> json) => Keep(StoredEvent.Read(json));

    /// <summary>The event with the id, if there is one.</summary>
    public StoredEvent? Find(long id) => _events.Snapshot().FirstOrDefault(one => one.Id == id);

    /// <summary>All events in the order in which they came.</summary>
    public StoredEvent[] All() => _events.Snapshot();

    /// <summary>Forgets them.</summary>
    public void Clear() => _events.Clear();

    private void Keep(StoredEvent stored)
    {
        hosts.See(stored.Host);
        long last;
        while ((last = Interlocked.Read(ref _lastId)) < stored.Id && Interlocked.CompareExchange(ref _lastId, stored.Id, last) != last)
        {
        }

        _events.Add(stored);
    }

    // As large as Datadog's, so that a client that reads them into a double or an int shows it.
    private long NextId()
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds() << 22;
        long last;
        long next;
        do
        {
            last = Interlocked.Read(ref _lastId);
            next = Math.Max(last + 1, now);
        }
        while (Interlocked.CompareExchange(ref _lastId, next, last) != last);
        return next;
    }
}
