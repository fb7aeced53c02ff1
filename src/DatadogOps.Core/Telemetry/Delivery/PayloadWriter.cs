using System.Diagnostics;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>How a fragment fitted into a payload.</summary>
internal enum PayloadFit
{
    /// <summary>It is in.</summary>
    Added,

    /// <summary>The payload is full without it; nothing was changed.</summary>
    Full,

    /// <summary>It alone is larger than a request may be; the payload is empty.</summary>
    TooLarge,
}

/// <summary>
/// Fills the body of a request up to Datadog's limits. Both lengths are measured: that of the JSON as it is written, the
/// compressed one by flushing the compressor whenever what it holds back could matter. Used by one thread at a time.
/// </summary>
/// <param name="format">Limits and compression.</param>
/// <param name="opening">What begins the body.</param>
/// <param name="closing">What ends it.</param>
internal sealed class PayloadWriter(PayloadFormat format, byte[] opening, byte[] closing) : IDisposable
{
    // The compressor gets its input in pieces of this size; each call into it has a price.
    private const int PieceLength = 32 * 1024;

    // With less than this left, measuring ever smaller pieces costs more than it gains.
    private const int NearlyFull = 24 * 1024;

    // Header and trailer of gzip, and the end of the last block.
    private const int Frame = 64;

    private readonly PayloadBuffer _piece = new(2 * PieceLength);
    private PayloadBuffer? _sent;
    private Stream? _compressor;
    private int _mark;
    private int _given; // bytes of JSON that the compressor has
    private int _unmeasured; // of these, bytes given since its output was last measured
    private int _measured; // bytes of its output then
    private long _oldest = long.MaxValue;
    private long _newest = long.MinValue;

    /// <summary>Items in the payload.</summary>
    public int Items { get; private set; }

    /// <summary>Begins a fragment, and gives the buffer to write it to.</summary>
    public PayloadBuffer Begin()
    {
        if (_sent is null)
        {
            _sent = new PayloadBuffer(64 * 1024);
            _compressor = format.Compress(_sent);
            _piece.Write(opening);
        }

        _mark = _piece.Written;
        return _piece;
    }

    /// <summary>Ends the fragment, and keeps it where it fits.</summary>
    /// <param name="unixSeconds">Time of the item.</param>
    public PayloadFit End(long unixSeconds)
    {
        if (Items >= format.MaxItems || IsRawFull || !FitsCompressed())
        {
            if (Items > 0)
            {
                _piece.Written = _mark;
                return PayloadFit.Full;
            }

            // Alone and perhaps too large: what it really comes to decides.
            if (IsRawFull || MeasureAll() > format.MaxSent)
            {
                Clear();
                return PayloadFit.TooLarge;
            }
        }

        Items++;
        _oldest = Math.Min(_oldest, unixSeconds);
        _newest = Math.Max(_newest, unixSeconds);
        if (_piece.Written >= PieceLength)
        {
            Give(_piece.Written);
        }

        return PayloadFit.Added;
    }

    /// <summary>Finishes what was collected and begins anew; null when there is nothing.</summary>
    public DatadogPayload? Take()
    {
        if (Items == 0)
        {
            return null;
        }

        _piece.Write(closing);
        Give(_piece.Written);
        CloseCompressor();
        var payload = new DatadogPayload(format.Kind, _sent!)
        {
            Items = Items,
            RawLength = _given,
            Oldest = DateTimeOffset.FromUnixTimeSeconds(_oldest),
            Newest = DateTimeOffset.FromUnixTimeSeconds(_newest),
        };
        Debug.Assert(payload.Body.Length <= format.MaxSent && _given <= format.MaxRaw, "The limits are measured before.");
        _sent = null;
        Clear();
        return payload;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _piece.Dispose();
    }

    // At worst a compressor makes its input longer: by 5 bytes in 16 KB where it stores, by an eighth where it is the
    // quick one of zlib-ng, which .NET 9 and later use (deflateBound in zlib and zlib-ng).
    private static int WorstCase(int length) => length + (length / 8) + 1024;

    private bool IsRawFull => _given + _piece.Written + closing.Length > format.MaxRaw;

    // True when the payload, finished now, is surely within the limit. May hand the piece up to the mark to the compressor.
    private bool FitsCompressed()
    {
        if (format.Encoding is null || _measured + WorstCase(_unmeasured + _piece.Written) + Frame <= format.MaxSent)
        {
            return true;
        }

        if (format.MaxSent - _measured < NearlyFull)
        {
            return false;
        }

        Give(_mark);
        _mark = 0;
        Measure();
        return _measured + WorstCase(_piece.Written) + Frame <= format.MaxSent;
    }

    private int MeasureAll()
    {
        Give(_piece.Written);
        Measure();
        return _measured + Frame;
    }

    private void Measure()
    {
        _compressor!.Flush();
        _measured = _sent!.Written;
        _unmeasured = 0;
    }

    private void Give(int length)
    {
        _compressor!.Write(_piece.Span[..length]);
        _piece.RemoveFirst(length);
        _given += length;
        _unmeasured += length;
    }

    private void CloseCompressor()
    {
        if (_compressor != _sent)
        {
            _compressor?.Dispose();
        }

        _compressor = null;
    }

    private void Clear()
    {
        CloseCompressor();
        _sent?.Dispose();
        _sent = null;
        _piece.Written = 0;
        _given = _unmeasured = _measured = Items = 0;
        (_oldest, _newest) = (long.MaxValue, long.MinValue);
    }
}
