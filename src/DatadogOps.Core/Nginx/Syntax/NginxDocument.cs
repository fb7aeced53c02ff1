using DatadogOps.Common;

namespace DatadogOps.Nginx.Syntax;

/// <summary>
/// One file of a configuration, as it is: the bytes, and where in them words, comments and blocks are. Nothing is lost, since
/// nothing is copied: what is not changed is written back as it was read.
/// </summary>
public sealed class NginxDocument
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxBytes = 512 * 1024 * 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly NginxNode[] _nodes;
    private readonly NginxRange[] _words;
    private readonly NginxRange[] _comments;
    private readonly int _commentCount;
    private int[]? _lines;

    private NginxDocument(string path, ReadOnlyMemory<byte> bytes, NginxParser parser)
    {
        Path = path;
        _bytes = bytes;
        _nodes = parser.Nodes;
        Count = parser.NodeCount;
        _words = parser.Words;
        _comments = parser.Comments;
        _commentCount = parser.CommentCount;
    }

    /// <summary>Where it is from.</summary>
    public string Path { get; }

    /// <summary>The file's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>How many directives it has, at all depths.</summary>
    public int Count { get; }

    /// <summary>The directives at the top.</summary>
    public IEnumerable<NginxDirective> Roots => Siblings(0, Count);

    internal ReadOnlyMemory<byte> Memory => _bytes;

    internal ReadOnlySpan<NginxNode> Nodes => _nodes.AsSpan(0, Count);

    internal ReadOnlySpan<NginxRange> Comments => _comments.AsSpan(0, _commentCount);

    /// <summary>Reads the structure of a file's bytes.</summary>
    /// <param name="bytes">The file; must not change afterwards.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.SyntaxInvalid"/> with line and column, or <see cref="NginxErrorIds.TooLarge"/>.</exception>
    public static NginxDocument Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        var parser = new NginxParser(bytes.Span, path);
        parser.Parse();
        return new NginxDocument(path, bytes, parser);
    }

    /// <summary>A directive by its index, parents before children.</summary>
    public NginxDirective this[int index] => new(this, index);

    /// <summary>Line and column of an offset, both from 1; columns count bytes.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        int[] lines = _lines ??= FindLines(Bytes);
        int line = Array.BinarySearch(lines, offset);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, offset - lines[line] + 1);
    }

    internal ref readonly NginxNode Node(int index) => ref _nodes[index];

    internal NginxRange Word(int index) => _words[index];

    internal IEnumerable<NginxDirective> Siblings(int first, int end)
    {
        for (int i = first; i < end; i = _nodes[i].Next)
        {
            yield return new NginxDirective(this, i);
        }
    }

    private static int[] FindLines(ReadOnlySpan<byte> text)
    {
        var lines = new int[text.Count((byte)'\n') + 1];
        int start = 0;
        for (int i = 1; i < lines.Length; i++)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
            lines[i] = start;
        }

        return lines;
    }
}
