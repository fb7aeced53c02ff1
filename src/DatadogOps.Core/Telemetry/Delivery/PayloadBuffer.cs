using System.Buffers;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>A growing buffer from the shared pool, whose end can be moved back, and that a stream can be written to.</summary>
internal sealed class PayloadBuffer(int capacity) : Stream, IBufferWriter<byte>
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _written;

    public int Written
    {
        get => _written;
        set => _written = value <= _written ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _written);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _written);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_written);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(GetSpan(buffer.Length));
        _written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Drops the first bytes and keeps the rest.</summary>
    public void RemoveFirst(int count)
    {
        _bytes.AsSpan(count, _written - count).CopyTo(_bytes);
        _written -= count;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _written = 0;
        }

        base.Dispose(disposing);
    }

    private void Reserve(int size)
    {
        size = Math.Max(size, 256);
        if (_bytes.Length - _written < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _written + size));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
