using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads JSON from a stream through a window of at least one token, so that a report of any length needs the memory of its longest text.
/// Several documents may follow each other, as in JSON lines.
/// </summary>
internal sealed class JsonReader : DocumentReader
{
    /// <summary>Bytes of a document by which it is recognised.</summary>
    public const int LookaheadBytes = 64 * 1024;

    // No tool writes texts of this length; an endless text must not exhaust the memory.
    private const int MaxTokenBytes = 32 * 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    private readonly Stream _stream;
    private readonly TextPool _pool;
    private readonly CancellationToken _stop;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(2 * LookaheadBytes);
    private JsonReaderState _state = new(Options);
    private int _token;         // start of the current token
    private int _next;          // behind it
    private int _end;           // end of what was read and is valid UTF-8
    private int _filled;        // end of what was read; a character may be incomplete
    private bool _isFinal;
    private byte? _broken;      // the byte behind the end, if it is not UTF-8
    private int _textStart;
    private int _textLength;
    private bool _isEscaped;
    private string? _text;
    private int _counted;       // up to where lines are counted
    private long _lines;        // lines before that place
    private long _columns;      // bytes before it in its line
    private long _documentLine = 1;
    private long _documentColumn = 1;

    /// <summary>Reads a stream from its current position.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="pool">Pool of texts.</param>
    /// <param name="stop">Checked between reads of the stream.</param>
    public JsonReader(Stream stream, TextPool pool, CancellationToken stop)
    {
        _stream = stream;
        _pool = pool;
        _stop = stop;
    }

    /// <inheritdoc/>
    public override string Text => _text ??= ReadTokenText();

    /// <summary>The bytes from the current token on, at least <see cref="LookaheadBytes"/> if the file has them.</summary>
    public ReadOnlySpan<byte> Lookahead(out bool isWhole)
    {
        while (!_isFinal && _broken is null && _end - _token < LookaheadBytes)
        {
            Fill();
        }

        isWhole = _isFinal;
        return _buffer.AsSpan(_token, _end - _token);
    }

    /// <summary>Moves to the start of the next document. False at the end of the file.</summary>
    /// <param name="isLineSkipped">Whether to skip a line that does not start as JSON.</param>
    public bool NextDocument(Func<string, bool> isLineSkipped)
    {
        Kind = NodeKind.None;
        while (true)
        {
            _token = _next;
            int offset = _buffer.AsSpan(_next, _end - _next).IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
            if (offset < 0)
            {
                _next = _token = _end;
                if (_isFinal)
                {
                    return false;
                }

                Fill();
                continue;
            }

            _next = _token = _next + offset;
            (_documentLine, _documentColumn) = PositionOf(_token);
            if (BeginsDocument())
            {
                _state = new JsonReaderState(Options);
                return true;
            }

            ReadOnlySpan<byte> line = CurrentLine();
            string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]).TrimEnd();
            if (!isLineSkipped(text))
            {
                throw Fail(ConfigRunErrorIds.ReportUnreadable, "This text is not JSON.");
            }

            SkipLine();
        }
    }

    /// <inheritdoc/>
    public override void MoveNext()
    {
        _text = null;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_next, _end - _next), _isFinal, _state);
            bool isRead = Read(ref reader);
            _state = reader.CurrentState;
            if (isRead)
            {
                Take(ref reader);
                return;
            }

            _next += (int)reader.BytesConsumed;
            _token = _next;
            Fill();
        }
    }

    /// <inheritdoc/>
    public override DocumentException Fail(string errorId, string reason)
    {
        (long line, long column) = PositionOf(_token);
        return new DocumentException(errorId, reason, line, column);
    }

    /// <inheritdoc/>
    protected override void SkipNested()
    {
        _text = null;
        int depth = 1;
        while (true)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_next, _end - _next), _isFinal, _state);
            while (Read(ref reader))
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        depth++;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        depth--;
                        break;
                }

                if (depth == 0)
                {
                    _state = reader.CurrentState;
                    Take(ref reader);
                    return;
                }
            }

            _state = reader.CurrentState;
            _next += (int)reader.BytesConsumed;
            _token = _next;
            Fill();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        base.Dispose(disposing);
    }

    // Warnings of Ansible start with a bracket too: [WARNING]: ...
    private bool BeginsDocument()
    {
        if (_buffer[_token] != (byte)'[')
        {
            return _buffer[_token] == (byte)'{';
        }

        while (true)
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(_token + 1, _end - _token - 1);
            int next = text.IndexOfAnyExcept(" \t\r\n"u8);
            if (next >= 0 || _isFinal || _broken is not null || text.Length >= LookaheadBytes)
            {
                return next < 0 || text[next] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)']';
            }

            Fill();
        }
    }

    private ReadOnlySpan<byte> CurrentLine()
    {
        while (true)
        {
            int length = _buffer.AsSpan(_token, _end - _token).IndexOf((byte)'\n');
            if (length >= 0 || _isFinal || _broken is not null || _end - _token >= LookaheadBytes)
            {
                return _buffer.AsSpan(_token, length < 0 ? _end - _token : length + 1);
            }

            Fill();
        }
    }

    private void SkipLine()
    {
        while (true)
        {
            int length = _buffer.AsSpan(_next, _end - _next).IndexOf((byte)'\n');
            _next = _token = length < 0 ? _end : _next + length + 1;
            if (length >= 0 || _isFinal)
            {
                return;
            }

            Fill();
        }
    }

    private bool Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException error)
        {
            throw Broken(error);
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        _token = _next + (int)reader.TokenStartIndex;
        _next += (int)reader.BytesConsumed;
        (Kind, int quotes) = reader.TokenType switch
        {
            JsonTokenType.StartObject => (NodeKind.MapStart, 0),
            JsonTokenType.EndObject => (NodeKind.MapEnd, 0),
            JsonTokenType.StartArray => (NodeKind.ListStart, 0),
            JsonTokenType.EndArray => (NodeKind.ListEnd, 0),
            JsonTokenType.PropertyName => (NodeKind.Key, 1),
            JsonTokenType.String => (NodeKind.Scalar, 1),
            JsonTokenType.Null => (NodeKind.Null, 0),
            _ => (NodeKind.Scalar, 0),
        };
        _textStart = _token + quotes;
        _textLength = reader.ValueSpan.Length;
        _isEscaped = quotes > 0 && reader.ValueIsEscaped;
    }

    private string ReadTokenText()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_textStart, _textLength);
        return _isEscaped ? JsonText.Unescape(bytes) : _pool.Get(bytes);
    }

    private DocumentException Broken(JsonException error)
    {
        long line = error.LineNumber ?? 0;
        long column = error.BytePositionInLine ?? 0;
        string reason = error.Message;
        int cut = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return new DocumentException(
            ConfigRunErrorIds.ReportUnreadable,
            cut < 0 ? reason : reason[..cut],
            _documentLine + line,
            line == 0 ? _documentColumn + column : column + 1);
    }

    private (long Line, long Column) PositionOf(int offset)
    {
        // Called with increasing offsets, so that each byte is counted once.
        ReadOnlySpan<byte> fresh = _buffer.AsSpan(_counted, offset - _counted);
        int last = fresh.LastIndexOf((byte)'\n');
        _lines += fresh.Count((byte)'\n');
        _columns = last < 0 ? _columns + fresh.Length : fresh.Length - last - 1;
        _counted = offset;
        return (_lines + 1, _columns + 1);
    }

    // Reads more; what precedes the token leaves the window.
    private void Fill()
    {
        _stop.ThrowIfCancellationRequested();
        if (_broken is { } broken)
        {
            (long line, long column) = PositionOf(_end);
            throw new DocumentException(ConfigRunErrorIds.ReportUnreadable, $"The byte 0x{broken:X2} is not valid UTF-8.", line, column);
        }

        if (_token > 0)
        {
            PositionOf(_token);
            _counted = 0;
            _buffer.AsSpan(_token, _filled - _token).CopyTo(_buffer);
            _filled -= _token;
            _end -= _token;
            _next -= _token;
            _token = 0;
        }

        if (_filled == _buffer.Length)
        {
            Grow();
        }

        int read = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _isFinal = read == 0;
        _filled += read;
        Validate();
    }

    private void Grow()
    {
        if (_buffer.Length >= MaxTokenBytes)
        {
            throw Fail(ConfigRunErrorIds.ReportTooLarge, $"A text longer than {MaxTokenBytes / 1024 / 1024} MB starts here.");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Validate()
    {
        ReadOnlySpan<byte> fresh = _buffer.AsSpan(_end, _filled - _end);
        if (Utf8.IsValid(fresh))
        {
            _end = _filled;
            return;
        }

        int good = JsonText.ValidLength(fresh);
        _end += good;
        if (fresh.Length - good > 3 || _isFinal || JsonText.IsBroken(fresh[good..]))
        {
            // Reported when reading reaches it, so that the result does not depend on how the bytes arrive.
            _broken = fresh[good];
            _isFinal = false;
        }
    }
}
