using System.Buffers;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.DogStatsD;

/// <summary>
/// Journals datagrams in batches of a second. Nobody is told that a datagram was taken, so nobody waits for the disk: an
/// intake that is killed may lose those of the last second.
/// </summary>
internal sealed class DatagramJournal(IJournal journal)
{
    private const int MaxBatch = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _batch = new();
    private int _messages;
    private long _time;

    /// <summary>Adds a datagram that came at a time in Unix seconds.</summary>
    public void Add(ReadOnlySpan<byte> datagram, int messages, long time)
    {
        if (journal is NoJournal)
        {
            return;
        }

        lock (_gate)
        {
            if (_batch.WrittenCount > 0 && (time != _time || _batch.WrittenCount + datagram.Length > MaxBatch))
            {
                _ = FlushAsync();
            }

            _time = time;
            _messages += messages;
            _batch.Write(datagram);
            _batch.Write("\n"u8);
        }
    }

    /// <summary>Writes what waits; ends when it is written.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (_batch.WrittenCount == 0)
            {
                return Task.CompletedTask;
            }

            Task written = journal.AppendAsync(new JournalEntry(EntryKind.DogStatsD, _time, _messages, string.Empty, _batch.WrittenMemory.ToArray()));
            _batch.Clear();
            _messages = 0;
            return written;
        }
    }
}
