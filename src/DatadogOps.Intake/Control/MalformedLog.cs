namespace DatadogOps.Intake.Control;

/// <summary>A line that was not understood.</summary>
internal sealed record MalformedLine(DateTimeOffset Time, string Line, string Reason);

/// <summary>Counts lines that were not understood, and keeps the last of them.</summary>
internal sealed class MalformedLog(TimeProvider clock)
{
    private const int Kept = 100;
    private const int MaxText = 300;

    private readonly Queue<MalformedLine> _last = new();
    private long _count;

    /// <summary>How many there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Adds a line.</summary>
    public void Add(string line, string reason)
    {
        lock (_last)
        {
            _count++;
            _last.Enqueue(new MalformedLine(clock.GetUtcNow(), Shorten(line), Shorten(reason)));
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyList<MalformedLine> Last()
    {
        lock (_last)
        {
            return [.. _last];
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (_last)
        {
            _last.Clear();
            _count = 0;
        }
    }

    private static string Shorten(string text) => text.Length <= MaxText ? text : text[..MaxText] + "...";
}
