using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Nginx.Syntax;

/// <summary>
/// Finds the words, comments and blocks of a file exactly as nginx does (ngx_conf_read_token and ngx_conf_parse in
/// src/core/ngx_conf_file.c, 1.22 to 1.29), and rejects what nginx rejects. Records offsets only.
/// </summary>
internal ref struct NginxParser
{
    // NGX_CONF_BUFFER: a word or comment must fit into nginx's buffer unless it is the last of the file.
    private const int Buffer = 4096;
    private const int MaxDepth = 1000;

    private const byte Space = 1; // ends a word
    private const byte Ends = 2; // ; and {
    private const byte Escape = 4;
    private const byte Dollar = 8;

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _path;
    private int _position;
    private int _depth;
    private int _parent = -1;

    public NginxParser(ReadOnlySpan<byte> text, string path)
    {
        _text = text;
        _path = path;
        Words = new NginxRange[Math.Max(16, text.Length / 12)];
        Nodes = new NginxNode[Math.Max(8, text.Length / 32)];
        Comments = new NginxRange[4];
    }

    public NginxRange[] Words;
    public int WordCount;
    public NginxNode[] Nodes;
    public int NodeCount;
    public NginxRange[] Comments;
    public int CommentCount;

    private static ReadOnlySpan<byte> Classes => s_classes;

    private static readonly byte[] s_classes = MakeClasses();

    private enum Token
    {
        Simple,
        BlockStart,
        BlockEnd,
        EndOfFile,
    }

    public void Parse()
    {
        while (true)
        {
            int firstWord = WordCount;
            switch (ReadToken())
            {
                case Token.Simple:
                    AddNode(firstWord, -1);
                    break;
                case Token.BlockStart:
                    OpenBlock(firstWord);
                    break;
                case Token.BlockEnd when _depth == 0:
                    throw Unexpected(_position - 1);
                case Token.BlockEnd:
                    ref NginxNode block = ref Nodes[_parent];
                    block.Close = _position - 1;
                    block.Next = NodeCount;
                    _parent = block.Parent;
                    _depth--;
                    break;
                case Token.EndOfFile when _depth > 0:
                    throw Error(_text.Length, $"a \"}}\" is missing: the block '{Name(Nodes[_parent])}' of line {LineOf(Words[Nodes[_parent].FirstWord].Start)} is not closed");
                case Token.EndOfFile:
                    return;
            }
        }
    }

    private void OpenBlock(int firstWord)
    {
        if (_parent >= 0 && NginxNames.IsTable(Word(Nodes[_parent].FirstWord), Nodes[_parent].WordCount))
        {
            throw Unexpected(_position - 1);
        }

        if (++_depth > MaxDepth)
        {
            throw new OperationException(
                NginxErrorIds.TooLarge,
                OperationErrorKind.InvalidInput,
                _path,
                string.Create(CultureInfo.InvariantCulture, $"{_path}, line {LineOf(_position - 1)}: the blocks are nested deeper than {MaxDepth}."),
                "Check whether a \"}\" is missing.");
        }

        int node = AddNode(firstWord, 0);
        if (NginxNames.IsLuaBlock(Word(firstWord)))
        {
            int close = LuaScanner.FindEnd(_text, _position);
            if (close < 0)
            {
                throw Error(Words[firstWord].Start, "the Lua code of this block has no closing \"}\"");
            }

            Nodes[node].Close = close;
            _position = close + 1;
            _depth--;
        }
        else
        {
            _parent = node;
        }
    }

    private int AddNode(int firstWord, int close)
    {
        if (NodeCount == Nodes.Length)
        {
            Array.Resize(ref Nodes, Nodes.Length * 2);
        }

        Nodes[NodeCount] = new NginxNode
        {
            FirstWord = firstWord,
            WordCount = WordCount - firstWord,
            Terminator = _position - 1,
            Close = close,
            Next = NodeCount + 1,
            Parent = _parent,
        };
        return NodeCount++;
    }

    private Token ReadToken()
    {
        int firstWord = WordCount;
        ReadOnlySpan<byte> text = _text;
        ReadOnlySpan<byte> classes = Classes;
        int position = _position;
        while (true)
        {
            while (position < text.Length && classes[text[position]] == Space)
            {
                position++;
            }

            if (position >= text.Length)
            {
                _position = position;
                return WordCount == firstWord ? Token.EndOfFile : throw EndsEarly(firstWord);
            }

            switch (text[position])
            {
                case (byte)';':
                case (byte)'{':
                    _position = position + 1;
                    return WordCount == firstWord ? throw Unexpected(position) : text[position] == (byte)';' ? Token.Simple : Token.BlockStart;
                case (byte)'}':
                    _position = position + 1;
                    return WordCount == firstWord ? Token.BlockEnd : throw Unexpected(position);
                case (byte)'#':
                    position = ReadComment(position);
                    break;
                case (byte)'"':
                case (byte)'\'':
                    position = ReadQuoted(position, firstWord);
                    break;
                default:
                    position = ReadPlain(position, firstWord);
                    break;
            }
        }
    }

    private int ReadComment(int start)
    {
        int length = _text[start..].IndexOf((byte)'\n');
        int end = length < 0 ? _text.Length : start + length;
        CheckLength(start, end);
        Add(ref Comments, ref CommentCount, new NginxRange(start, end - start));
        return end;
    }

    private int ReadQuoted(int start, int firstWord)
    {
        ReadOnlySpan<byte> text = _text;
        byte quote = text[start];
        int position = start + 1;
        while (true)
        {
            int found = position < text.Length ? text[position..].IndexOfAny(quote, (byte)'\\') : -1;
            if (found < 0)
            {
                CheckLength(start + 1, text.Length);
                throw Error(text.Length, $"the quote opened on line {LineOf(start)} is not closed");
            }

            position += found + 1;
            if (text[position - 1] == quote)
            {
                break;
            }

            position++; // skip the escaped byte
        }

        Add(ref Words, ref WordCount, new NginxRange(start, position - start));
        if (position >= text.Length)
        {
            throw EndsEarly(firstWord);
        }

        byte next = text[position];
        if (Classes[next] == Space)
        {
            CheckLength(start + 1, position + 1);
            return position + 1;
        }

        CheckLength(start + 1, position);
        return next is (byte)';' or (byte)'{' or (byte)')' ? position : throw Unexpected(position);
    }

    private int ReadPlain(int start, int firstWord)
    {
        ReadOnlySpan<byte> text = _text;
        ReadOnlySpan<byte> classes = Classes;
        bool variable = text[start] == (byte)'$';
        int position = start + (text[start] == (byte)'\\' ? 2 : 1);
        while (position < text.Length)
        {
            byte kind = classes[text[position]];
            if (kind == 0)
            {
                variable = false;
                position++;
            }
            else if (kind == Ends && variable && text[position] == (byte)'{')
            {
                position++; // ${name}
            }
            else if (kind == Escape)
            {
                variable = false;
                position += 2;
            }
            else if (kind == Dollar)
            {
                variable = true;
                position++;
            }
            else
            {
                CheckLength(start, kind == Space ? position + 1 : position);
                Add(ref Words, ref WordCount, new NginxRange(start, position - start));
                return position;
            }
        }

        CheckLength(start, text.Length);
        Add(ref Words, ref WordCount, new NginxRange(start, text.Length - start));
        throw EndsEarly(firstWord);
    }

    // nginx fails if a word fills its buffer and the file continues.
    private readonly void CheckLength(int start, int end)
    {
        if (end - start >= Buffer && start + Buffer < _text.Length)
        {
            throw Error(start, $"the word or comment that starts here is longer than nginx supports ({Buffer} bytes); a closing quote may be missing");
        }
    }

    private static void Add(ref NginxRange[] list, ref int count, NginxRange range)
    {
        if (count == list.Length)
        {
            Array.Resize(ref list, list.Length * 2);
        }

        list[count++] = range;
    }

    private readonly ReadOnlySpan<byte> Word(int word) => _text.Slice(Words[word].Start, Words[word].Length);

    private readonly string Name(NginxNode node) => NginxText.ForMessage(Word(node.FirstWord));

    private readonly int LineOf(int offset) => _text[..offset].Count((byte)'\n') + 1;

    private readonly OperationException Unexpected(int offset) => Error(offset, $"unexpected \"{NginxText.ForMessage(_text.Slice(offset, 1))}\"");

    private readonly OperationException EndsEarly(int firstWord) =>
        Error(_text.Length, $"a \";\" or \"}}\" is missing: the directive '{NginxText.ForMessage(Word(firstWord))}' of line {LineOf(Words[firstWord].Start)} is incomplete");

    private readonly OperationException Error(int offset, string problem) => NginxText.SyntaxError(_text, _path, offset, problem);

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        classes[' '] = classes['\t'] = classes['\r'] = classes['\n'] = Space;
        classes[';'] = classes['{'] = Ends;
        classes['\\'] = Escape;
        classes['$'] = Dollar;
        return classes;
    }
}
