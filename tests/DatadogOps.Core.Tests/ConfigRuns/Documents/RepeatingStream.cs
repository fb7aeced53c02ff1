using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.Tests.ConfigRuns.Documents;

/// <summary>A file that is as long as wanted and needs no disk: a begin, a middle again and again, an end.</summary>
internal sealed class RepeatingStream(byte[] begin, byte[] middle, byte[] end, long repetitions) : Stream
{
    private byte[] _part = begin;
    private int _at;
    private long _left = repetitions;
    private bool _isEnding;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes that were in use when all but the end was given, and the reader still at it.</summary>
    public long MemoryNearEnd { get; private set; }

    /// <summary>Reads it all and counts what it gives.</summary>
    public int ReadAsJson() =>
        new JsonReports(ConfigRunFormat.Auto, new ReadContext(null, false, new ReportRedactor(SecretRedactor.Default)), CancellationToken.None).Read(this).Count();

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (read < count)
        {
            if (_at == _part.Length && !Next())
            {
                break;
            }

            int length = Math.Min(count - read, _part.Length - _at);
            _part.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset + read));
            _at += length;
            read += length;
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Next()
    {
        _at = 0;
        if (_left > 0)
        {
            _left--;
            _part = middle;
            return true;
        }

        bool wasEnding = _isEnding;
        MemoryNearEnd = wasEnding ? MemoryNearEnd : GC.GetTotalMemory(forceFullCollection: true);
        _isEnding = true;
        _part = wasEnding ? [] : end;
        return !wasEnding && end.Length > 0;
    }
}
