namespace DatadogOps.ConfigRuns.State;

/// <summary>The most recent keys, up to a limit.</summary>
internal sealed class RecentKeys(int limit)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string key) => _keys.Contains(key);

    public void Add(string key)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > limit)
        {
            _keys.Remove(_order.Dequeue());
        }
    }
}
