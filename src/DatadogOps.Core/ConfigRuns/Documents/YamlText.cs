using System.Buffers;
using System.Text.Unicode;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Decodes UTF-8 for the YAML parser a window at a time and checks it: bytes that are not text are errors that name their place.</summary>
internal sealed class YamlText(Stream stream, CancellationToken stop) : TextReader
{
    /// <summary>Longest YAML that is read: ten times a report of 10,000 resources.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const int WindowBytes = 64 * 1024;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private readonly char[] _chars = ArrayPool<char>.Shared.Rent(WindowBytes);
    private int _filled;        // bytes in the window, of a character that is not whole yet
    private int _next;
    private int _end;
    private long _total;
    private string? _broken;    // why the bytes behind the window cannot be read
    private long _line = 1;     // where the window begins
    private long _column = 1;

    /// <inheritdoc/>
    public override int Peek() => _next < _end || Fill() ? _chars[_next] : -1;

    /// <inheritdoc/>
    public override int Read() => _next < _end || Fill() ? _chars[_next++] : -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_next == _end && !Fill())
        {
            return 0;
        }

        int length = Math.Min(count, _end - _next);
        _chars.AsSpan(_next, length).CopyTo(buffer.AsSpan(index));
        _next += length;
        return length;
    }

    /// <summary>Reads the rest, for the errors in it.</summary>
    /// <exception cref="DocumentException">It is too long or not text.</exception>
    public void Drain()
    {
        do
        {
            _next = _end;
        }
        while (Fill());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            ArrayPool<char>.Shared.Return(_chars);
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        stop.ThrowIfCancellationRequested();
        Pass(_end);
        bool isFirst = _total == 0;
        (_next, _end) = (0, 0);
        while (_end == 0)
        {
            if (_broken is { } reason)
            {
                throw new DocumentException(ConfigRunErrorIds.ReportUnreadable, reason, _line, _column);
            }

            int read = stream.Read(_bytes, _filled, WindowBytes - _filled);
            if (read == 0 && _filled == 0)
            {
                return false;
            }

            _total += read;
            if (_total > MaxBytes)
            {
                throw new DocumentException(ConfigRunErrorIds.ReportTooLarge, $"YAML is read up to {MaxBytes / 1024 / 1024} MB, and this is longer.", _line, _column);
            }

            Decode(_filled + read, isFinal: read == 0);
        }

        _next = isFirst && _chars[0] == '\uFEFF' ? 1 : 0;
        return _next < _end || Fill();
    }

    // What precedes a broken byte is given, and the error only when the reading comes to it, so that it is the same however the bytes come.
    private void Decode(int length, bool isFinal)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, length);
        int nul = bytes.IndexOf((byte)0);
        ReadOnlySpan<byte> text = nul < 0 ? bytes : bytes[..nul];
        OperationStatus status = Utf8.ToUtf16(text, _chars, out int used, out _end, replaceInvalidSequences: false, isFinalBlock: isFinal || nul >= 0);
        _broken = status == OperationStatus.InvalidData ? $"The byte 0x{bytes[used]:X2} is not valid UTF-8." : nul >= 0 ? "A NUL byte; a report is text." : null;
        _filled = length - used;
        bytes[used..].CopyTo(_bytes);
    }

    // Moves the position past characters of the window.
    private void Pass(int length)
    {
        ReadOnlySpan<char> passed = _chars.AsSpan(0, length);
        int last = passed.LastIndexOf('\n');
        _line += passed.Count('\n');
        _column = last < 0 ? _column + length : length - last;
    }
}
