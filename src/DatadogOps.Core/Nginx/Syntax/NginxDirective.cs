namespace DatadogOps.Nginx.Syntax;

/// <summary>A directive in a document: its name, arguments and optional block. Strings are created on demand.</summary>
/// <param name="Document">The file.</param>
/// <param name="Index">Its index in the file, from 0.</param>
internal readonly record struct NginxDirective(NginxDocument Document, int Index)
{
    private NginxNode Node => Document.Node(Index);

    /// <summary>Name, without quotes and escapes.</summary>
    public string Name => NginxText.Decode(NginxText.Unescape(RawWord(0)));

    /// <summary>Number of arguments.</summary>
    public int ArgumentCount => Node.WordCount - 1;

    /// <summary>Arguments, without quotes and escapes.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            var arguments = new string[ArgumentCount];
            for (int i = 0; i < arguments.Length; i++)
            {
                arguments[i] = Argument(i);
            }

            return arguments;
        }
    }

    /// <summary>Whether it has a block.</summary>
    public bool IsBlock => Node.Close >= 0;

    /// <summary>Whether its block is Lua code.</summary>
    public bool IsLua => IsBlock && NginxNames.IsLuaBlock(RawWord(0));

    /// <summary>Offset of its first byte.</summary>
    public int Start => WordRange(0).Start;

    /// <summary>Offset after its last byte, <c>;</c> or <c>}</c>.</summary>
    public int End => (IsBlock ? Node.Close : Node.Terminator) + 1;

    /// <summary>Offset after its last word.</summary>
    public int WordsEnd => WordRange(ArgumentCount).End;

    /// <summary>Offset after its <c>{</c>.</summary>
    public int BodyStart => Node.Terminator + 1;

    /// <summary>Offset of its <c>}</c>.</summary>
    public int BodyEnd => Node.Close;

    /// <summary>Line of its first byte, from 1.</summary>
    public int Line => Document.Locate(Start).Line;

    /// <summary>Column of its first byte, from 1, in bytes.</summary>
    public int Column => Document.Locate(Start).Column;

    /// <summary>The directives in its block.</summary>
    public IEnumerable<NginxDirective> Children => Document.Siblings(Index + 1, Node.Next);

    /// <summary>An argument, without quotes and escapes.</summary>
    public string Argument(int index) => NginxText.Decode(NginxText.Unescape(RawWord(index + 1)));

    /// <summary>Whether its name equals the given one.</summary>
    public bool Is(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> raw = RawWord(0);
        return raw.SequenceEqual(name) || (raw.ContainsAny("\\\"'"u8) && NginxText.Unescape(raw).AsSpan().SequenceEqual(name));
    }

    public ReadOnlySpan<byte> RawWord(int word)
    {
        NginxRange range = WordRange(word);
        return Document.Bytes.Slice(range.Start, range.Length);
    }

    public NginxRange WordRange(int word) => Document.Word(Node.FirstWord + word);
}
