namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>A payload being filled with lines, and what it stands for.</summary>
/// <param name="capacity">Bytes of a payload, at most.</param>
internal sealed class Datagram(int capacity)
{
    // Does not move, for those who hand its address to the system.
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    public int Capacity => _bytes.Length;

    public int Length { get; private set; }

    /// <summary>Metrics that were given for it; put together they may be fewer lines.</summary>
    public int Metrics { get; private set; }

    /// <summary>Events and service checks in it.</summary>
    public int EventsAndChecks { get; private set; }

    public int Items => Metrics + EventsAndChecks;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Where the next line may be written; empty when there is no room for any.</summary>
    public Span<byte> Room => Length == 0 ? _bytes : Length + 1 < _bytes.Length ? _bytes.AsSpan(Length + 1) : default;

    /// <summary>Takes the line that was written into the room.</summary>
    public void Commit(int written, int metrics, int eventsAndChecks = 0)
    {
        if (Length > 0)
        {
            _bytes[Length++] = (byte)'\n';
        }

        Length += written;
        Metrics += metrics;
        EventsAndChecks += eventsAndChecks;
    }

    public bool TryAppend(ReadOnlySpan<byte> line, int metrics, int eventsAndChecks = 0)
    {
        if (!line.TryCopyTo(Room))
        {
            return false;
        }

        Commit(line.Length, metrics, eventsAndChecks);
        return true;
    }

    public void Clear() => (Length, Metrics, EventsAndChecks) = (0, 0, 0);
}
