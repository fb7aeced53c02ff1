namespace DatadogOps.Intake.Storage;

/// <summary>The last records of a kind, oldest first, within a bound. Safe for many threads.</summary>
internal sealed class RecordLog<T>(int capacity = Retention.MaxRecords)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _records = new();
    private long _count;

    /// <summary>How many came, those forgotten included.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add(T record)
    {
        lock (_gate)
        {
            _count++;
            _records.Enqueue(record);
            if (_records.Count > capacity)
            {
                _records.Dequeue();
            }
        }
    }

    public T[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _records.Clear();
            _count = 0;
        }
    }
}
