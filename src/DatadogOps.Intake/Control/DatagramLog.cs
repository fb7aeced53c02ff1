namespace DatadogOps.Intake.Control;

/// <summary>The last datagrams as they came: 1000 of them, and 4 MB.</summary>
internal sealed class DatagramLog
{
    private const int Kept = 1000;
    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _last = new();
    private long _bytes;

    public void Add(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            _last.Enqueue(datagram.ToArray());
            _bytes += datagram.Length;
            while (_last.Count > Kept || _bytes > MaxBytes)
            {
                _bytes -= _last.Dequeue().Length;
            }
        }
    }

    /// <summary>The last ones, oldest first.</summary>
    public byte[][] Last()
    {
        lock (_gate)
        {
            return [.. _last];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _last.Clear();
            _bytes = 0;
        }
    }
}
