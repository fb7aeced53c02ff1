namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>Datagrams that leave together: those that are full, and the one being filled.</summary>
/// <param name="size">Datagrams, at most.</param>
/// <param name="capacity">Bytes of a datagram, at most.</param>
internal sealed class DatagramBatch(int size, int capacity)
{
    private readonly Datagram[] _datagrams = [.. Enumerable.Range(0, size).Select(_ => new Datagram(capacity))];
    private int _first;
    private int _current;

    /// <summary>The one being filled.</summary>
    public Datagram Current => _datagrams[_current];

    /// <summary>All that have something in them, in their order.</summary>
    public ReadOnlySpan<Datagram> Filled => _datagrams.AsSpan(_first, _current - _first + (Current.Length > 0 ? 1 : 0));

    /// <summary>Goes on with the next; false when the last is being filled.</summary>
    public bool TryAdvance()
    {
        if (_current == _datagrams.Length - 1)
        {
            return false;
        }

        _current++;
        return true;
    }

    /// <summary>Empties the first ones; when none is left, filling begins anew.</summary>
    public void Remove(int count)
    {
        foreach (Datagram datagram in Filled[..count])
        {
            datagram.Clear();
        }

        _first += count;
        if (_first > _current || (_first == _current && Current.Length == 0))
        {
            _first = _current = 0;
        }
    }
}
