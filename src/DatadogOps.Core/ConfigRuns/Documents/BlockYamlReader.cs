using System.Buffers;
using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads the YAML that libyaml's emitter writes for plain data, as Ruby's Psych does for Puppet: block maps and lists, plain, quoted and
/// literal scalars, empty <c>[]</c> and <c>{}</c>. It knows no anchors, aliases, flow style or complex keys and then throws
/// <see cref="UnknownYamlException"/>, so that it never reads YAML otherwise than a full reader would; text that is no YAML it may read
/// where that refuses. It is several times as fast, since a report is mostly lists of tags, which are passed over line by line.
/// </summary>
internal sealed class BlockYamlReader : DocumentReader
{
    // Those of a class of Ruby; what else may stand in a tag, or ends one, is for the full reader.
    private static readonly SearchValues<byte> TagBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!/:_.-"u8);

    private enum Expect
    {
        Root,
        Line,
        Entry,
        Value,
        EmptyEnd,
        Done,
    }

    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly TextPool _pool;
    private readonly (int Indent, bool IsList)[] _levels = new (int, bool)[MaxDepth + 1];
    private int _depth;
    private int _next;
    private int _token;
    private Expect _expect = Expect.Root;
    private int _textStart;
    private int _textLength;
    private string? _text;

    /// <summary>Reads bytes that are valid UTF-8 without NUL.</summary>
    public BlockYamlReader(byte[] bytes, int start, int length, TextPool pool)
    {
        (_bytes, _next, _end, _pool) = (bytes, start, start + length, pool);
    }

    /// <inheritdoc/>
    public override string Text => _text ??= _pool.Get(_bytes.AsSpan(_textStart, _textLength));

    private ref (int Indent, bool IsList) Top => ref _levels[_depth - 1];

    /// <inheritdoc/>
    public override void MoveNext()
    {
        _text = null;
        switch (_expect)
        {
            case Expect.Root:
                BeginRoot();
                break;
            case Expect.Line:
                ReadLine();
                break;
            case Expect.Entry:
                ReadEntry();
                break;
            case Expect.Value:
                ReadValue();
                break;
            case Expect.EmptyEnd:
                Kind = Kind == NodeKind.ListStart ? NodeKind.ListEnd : NodeKind.MapEnd;
                _expect = Expect.Line;
                break;
            default:
                Kind = NodeKind.None;
                break;
        }
    }

    /// <inheritdoc/>
    public override DocumentException Fail(string errorId, string reason)
    {
        (long line, long column) = YamlSource.PositionOf(_bytes.AsSpan(0, Math.Min(_token, _end)));
        return new DocumentException(errorId, reason, line, column);
    }

    /// <inheritdoc/>
    protected override void SkipNested()
    {
        _text = null;
        if (_expect == Expect.EmptyEnd)
        {
            MoveNext();
            return;
        }

        // Whatever is deeper belongs to it, quoted and literal text too, since the emitter indents their lines as well.
        (int indent, bool isList) = Top;
        int line = _next;
        while (true)
        {
            line = NextLine(line);
            int content = ContentOf(line, out int column);
            if (content >= _end)
            {
                _next = _end;
                break;
            }

            if (_bytes[content] is (byte)'\n' or (byte)'\r')
            {
                continue;
            }

            if (column < indent || (column == indent && isList && !IsDash(content)))
            {
                _next = line;
                break;
            }
        }

        // ReadLine expects to stand where a line begins.
        _depth--;
        Kind = isList ? NodeKind.ListEnd : NodeKind.MapEnd;
        _expect = Expect.Line;
    }

    private void BeginRoot()
    {
        if (YamlScalars.HasRareBreaks(_bytes.AsSpan(_next, _end - _next)))
        {
            throw new UnknownYamlException();
        }

        if (_bytes.AsSpan(_next, _end - _next).StartsWith("---"u8))
        {
            ReadOnlySpan<byte> rest = _bytes.AsSpan(_next + 3, LineEnd(_next) - _next - 3).Trim((byte)' ');
            if (rest.Length > 0 && (!rest.StartsWith("!ruby/"u8) || rest.Contains((byte)' ')))
            {
                throw new UnknownYamlException();
            }

            _next = NextLine(_next);
        }

        int content = FindContent(ref _next, out int column);
        if (content >= _end || column < 0)
        {
            throw new UnknownYamlException();
        }

        Open(content, column, IsDash(content));
    }

    // Stands at the begin of a line: the next entry, or the end of a level.
    private void ReadLine()
    {
        if (_depth == 0)
        {
            End();
            return;
        }

        int content = FindContent(ref _next, out int column);
        (int indent, bool isList) = Top;
        if (column < indent || (column == indent && isList && !IsDash(content)))
        {
            _token = content;
            _depth--;
            Kind = isList ? NodeKind.ListEnd : NodeKind.MapEnd;
            return;
        }

        if (column > indent)
        {
            throw new UnknownYamlException();
        }

        _next = content;
        ReadEntry();
    }

    // Stands on the content of an entry of the top level.
    private void ReadEntry()
    {
        _token = _next;
        if (Top.IsList)
        {
            if (!IsDash(_next))
            {
                throw new UnknownYamlException();
            }

            _next++;
            ReadValue();
            return;
        }

        int colon = KeyEnd(_next, out int keyStart, out int keyLength);
        if (colon < 0)
        {
            throw new UnknownYamlException();
        }

        (_textStart, _textLength) = (keyStart, keyLength);
        Kind = NodeKind.Key;
        _next = colon + 1;
        _expect = Expect.Value;
    }

    private void ReadValue()
    {
        int lineEnd = LineEnd(_next);
        SkipSpaces(lineEnd);
        if (_next < lineEnd && _bytes[_next] == (byte)'!')
        {
            SkipTag(lineEnd);
        }

        _token = _next;
        if (_next >= lineEnd)
        {
            ReadValueBelow();
            return;
        }

        if (Top.IsList && TryOpenInline())
        {
            return;
        }

        ReadScalar(lineEnd);
    }

    // Nothing stands beside the key or dash: what is deeper is its value, and a list may stand below its key.
    private void ReadValueBelow()
    {
        int line = NextLine(_next);
        int content = FindContent(ref line, out int column);
        bool isDash = column >= 0 && IsDash(content);
        (int indent, bool isList) = Top;
        _next = line;
        if (column > indent || (isDash && column == indent && !isList))
        {
            Open(content, column, isDash);
            return;
        }

        Kind = NodeKind.Null;
        _expect = Expect.Line;
    }

    // "- - total", "- audited: false": a list or map that begins beside the dash.
    private bool TryOpenInline()
    {
        int column = _next - LineStart(_next);
        if (IsDash(_next))
        {
            Push(column, true);
            Kind = NodeKind.ListStart;
            _expect = Expect.Entry;
            return true;
        }

        if (KeyEnd(_next, out _, out _) < 0)
        {
            return false;
        }

        Push(column, false);
        Kind = NodeKind.MapStart;
        _expect = Expect.Entry;
        return true;
    }

    private void Open(int content, int column, bool isList)
    {
        if (!isList && KeyEnd(content, out _, out _) < 0)
        {
            throw new UnknownYamlException();
        }

        Push(column, isList);
        _token = _next = content;
        Kind = isList ? NodeKind.ListStart : NodeKind.MapStart;
        _expect = Expect.Entry;
    }

    private void Push(int indent, bool isList)
    {
        if (_depth == MaxDepth)
        {
            throw Fail(ConfigRunErrorIds.ReportUnreadable, $"The report nests deeper than {MaxDepth} levels.");
        }

        _levels[_depth++] = (indent, isList);
    }

    private void End()
    {
        int content = FindContent(ref _next, out _);
        if (content < _end)
        {
            throw new UnknownYamlException();
        }

        Kind = NodeKind.None;
        _expect = Expect.Done;
    }

    private void ReadScalar(int lineEnd)
    {
        switch (_bytes[_next])
        {
            case (byte)'"' or (byte)'\'':
                ReadQuoted();
                break;
            case (byte)'|':
                ReadLiteral(lineEnd);
                break;
            case (byte)'[' or (byte)'{':
                ReadEmpty(lineEnd);
                break;
            default:
                ReadPlain(lineEnd);
                break;
        }
    }

    private void ReadEmpty(int lineEnd)
    {
        ReadOnlySpan<byte> text = _bytes.AsSpan(_next, lineEnd - _next).TrimEnd((byte)' ');
        Kind = text.SequenceEqual("[]"u8) ? NodeKind.ListStart
            : text.SequenceEqual("{}"u8) ? NodeKind.MapStart
            : throw new UnknownYamlException();
        _next = NextLine(_next);
        _expect = Expect.EmptyEnd;
    }

    private void ReadPlain(int lineEnd)
    {
        if (!YamlScalars.BeginsPlain(_bytes.AsSpan(_next, lineEnd - _next)))
        {
            throw new UnknownYamlException();
        }

        int length = YamlScalars.PlainLength(_bytes.AsSpan(_next, lineEnd - _next));
        (_textStart, _textLength) = (_next, length);
        int following = NextLine(_next);
        int line = following;
        FindContent(ref line, out int column);
        if (column > Top.Indent)
        {
            _text = YamlScalars.FoldPlain(_bytes.AsSpan(0, _end), _next, Top.Indent, out following);
        }

        _next = following;
        Kind = _text is null && YamlScalars.IsNull(_bytes.AsSpan(_textStart, _textLength)) ? NodeKind.Null : NodeKind.Scalar;
        _expect = Expect.Line;
    }

    private void ReadQuoted()
    {
        int close = YamlScalars.CloseQuote(_bytes.AsSpan(0, _end), _next, out bool isSimple);
        int lineEnd = close < 0 ? 0 : LineEnd(close);
        if (close < 0 || _bytes.AsSpan(close + 1, lineEnd - close - 1).ContainsAnyExcept((byte)' '))
        {
            throw new UnknownYamlException();
        }

        (_textStart, _textLength) = (_next + 1, close - _next - 1);
        if (!isSimple)
        {
            string raw = Encoding.UTF8.GetString(_bytes, _textStart, _textLength);
            _text = _bytes[_next] == (byte)'"' ? YamlScalars.UnescapeDouble(raw) : YamlScalars.UnescapeSingle(raw);
        }

        _next = NextLine(close);
        Kind = NodeKind.Scalar;
        _expect = Expect.Line;
    }

    private void ReadLiteral(int lineEnd)
    {
        _text = YamlScalars.Literal(_bytes.AsSpan(0, _end), _next, lineEnd, Top.Indent, out int following);
        _next = following;
        Kind = NodeKind.Scalar;
        _expect = Expect.Line;
    }

    // Where the colon of a key stands that begins here; -1 when no key begins here.
    private int KeyEnd(int start, out int keyStart, out int keyLength)
    {
        (keyStart, keyLength) = (start, 0);
        int lineEnd = LineEnd(start);
        if (_bytes[start] is (byte)'"' or (byte)'\'')
        {
            int close = YamlScalars.CloseQuote(_bytes.AsSpan(0, lineEnd), start, out bool isSimple);
            if (close < 0 || close + 1 >= lineEnd || _bytes[close + 1] != (byte)':')
            {
                return -1;
            }

            (keyStart, keyLength) = (start + 1, close - start - 1);
            return isSimple ? close + 1 : throw new UnknownYamlException();
        }

        ReadOnlySpan<byte> line = _bytes.AsSpan(start, lineEnd - start);
        int colon = YamlScalars.KeyColon(line);
        if (colon < 0)
        {
            return -1;
        }

        if (!YamlScalars.BeginsPlain(line))
        {
            throw new UnknownYamlException();
        }

        ReadOnlySpan<byte> key = line[..colon].TrimEnd((byte)' ');
        keyLength = key.Length;
        bool isPlain = !YamlScalars.IsNull(key) && key.IndexOf(" #"u8) < 0 && !key.Contains((byte)'\t');
        return isPlain ? start + colon : throw new UnknownYamlException();
    }

    private void SkipTag(int lineEnd)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_next, lineEnd - _next);
        int space = rest.IndexOf((byte)' ');
        int length = space < 0 ? rest.Length : space;
        if ((!rest.StartsWith("!ruby/"u8) && !rest.StartsWith("! "u8)) || rest[..length].ContainsAnyExcept(TagBytes))
        {
            throw new UnknownYamlException();
        }

        _next += length;
        SkipSpaces(lineEnd);
    }

    private void SkipSpaces(int lineEnd)
    {
        while (_next < lineEnd && _bytes[_next] == (byte)' ')
        {
            _next++;
        }
    }

    private bool IsDash(int at) => _bytes[at] == (byte)'-' && (at + 1 >= _end || _bytes[at + 1] is (byte)' ' or (byte)'\n' or (byte)'\r');

    // From the begin of a line: the first content, its line and its column; column -1 where a document or the file ends.
    private int FindContent(ref int line, out int column)
    {
        while (line < _end)
        {
            int content = ContentOf(line, out column);
            if (content < _end && _bytes[content] is not ((byte)'\n' or (byte)'\r'))
            {
                if (_bytes[content] is (byte)'#' or (byte)'\t' or (byte)'%' || (column == 0 && IsMarker(content)))
                {
                    throw new UnknownYamlException();
                }

                return content;
            }

            line = NextLine(line);
        }

        column = -1;
        return _end;
    }

    private bool IsMarker(int at)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(at, _end - at);
        return rest.StartsWith("---"u8) || rest.StartsWith("..."u8);
    }

    private int ContentOf(int line, out int column)
    {
        int offset = _bytes.AsSpan(line, _end - line).IndexOfAnyExcept((byte)' ');
        column = offset < 0 ? 0 : offset;
        return offset < 0 ? _end : line + offset;
    }

    private int LineStart(int at) => _bytes.AsSpan(0, at).LastIndexOf((byte)'\n') + 1;

    private int LineEnd(int at)
    {
        int offset = _bytes.AsSpan(at, _end - at).IndexOf((byte)'\n');
        int end = offset < 0 ? _end : at + offset;
        return end > at && _bytes[end - 1] == (byte)'\r' ? end - 1 : end;
    }

    private int NextLine(int at)
    {
        int offset = _bytes.AsSpan(at, _end - at).IndexOf((byte)'\n');
        return offset < 0 ? _end : at + offset + 1;
    }
}
