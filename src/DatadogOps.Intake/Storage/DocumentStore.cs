using System.Text.Json.Nodes;

namespace DatadogOps.Intake.Storage;

/// <summary>
/// Things with an id, each in its last state. A change is journaled before it is seen, and changes follow each other, so
/// that what was checked before a change still holds when it is made.
/// </summary>
internal sealed class DocumentStore(IJournal journal) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, byte[]>> _kinds = new(StringComparer.Ordinal);

    /// <summary>The state of one thing as an object of its own; null when there is none.</summary>
    public JsonObject? Find(string kind, string id)
    {
        lock (_gate)
        {
            return _kinds.TryGetValue(kind, out SortedDictionary<string, byte[]>? documents) && documents.TryGetValue(id, out byte[]? json) ? Read(json) : null;
        }
    }

    /// <summary>All things of a kind, ordered by id.</summary>
    public IReadOnlyList<JsonObject> All(string kind)
    {
        lock (_gate)
        {
            return _kinds.TryGetValue(kind, out SortedDictionary<string, byte[]>? documents) ? [.. documents.Values.Select(Read)] : [];
        }
    }

    /// <summary>Changes things: the function looks and decides, and nobody else changes anything meanwhile.</summary>
    public async Task<T> ChangeAsync<T>(Func<List<DocumentChange>, T> decide)
    {
        await _changing.WaitAsync();
        try
        {
            var changes = new List<DocumentChange>();
            T result = decide(changes);
            if (changes.Count > 0)
            {
                await journal.ChangeAsync(changes);
                changes.ForEach(Apply);
            }

            return result;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Takes a change as it is, at start.</summary>
    public void Apply(DocumentChange change)
    {
        lock (_gate)
        {
            if (!_kinds.TryGetValue(change.Kind, out SortedDictionary<string, byte[]>? documents))
            {
                _kinds[change.Kind] = documents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
            }

            if (change.Json is null)
            {
                documents.Remove(change.Id);
            }
            else
            {
                documents[change.Id] = change.Json;
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _kinds.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private static JsonObject Read(byte[] json) => JsonNode.Parse(json)!.AsObject();
}
