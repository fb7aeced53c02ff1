using DatadogOps.Common;

namespace DatadogOps.Nginx.Syntax;

/// <summary>
/// A configuration file: its bytes, and the positions of words, comments and blocks in them. Since edits are offsets into the
/// original bytes, everything else is written back unchanged.
/// </summary>
internal sealed class NginxDocument
{
    /// <summary>Maximum size of a file, in bytes.</summary>
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

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The file's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Number of directives at all levels.</summary>
    public int Count { get; }

    /// <summary>Top-level directives.</summary>
    public IEnumerable<NginxDirective> Roots => Siblings(0, Count);

    public ReadOnlyMemory<byte> Memory => _bytes;

    public ReadOnlySpan<NginxNode> Nodes => _nodes.AsSpan(0, Count);

    public ReadOnlySpan<NginxRange> Comments => _comments.AsSpan(0, _commentCount);

    /// <summary>Parses a file.</summary>
    /// <param name="bytes">Content of the file; must not change afterwards.</param>
    /// <param name="path">Path, for messages.</param>
    /// <exception cref="OperationException"><see cref="NginxErrorIds.SyntaxInvalid"/> with line and column, or <see cref="NginxErrorIds.TooLarge"/>.</exception>
    public static NginxDocument Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        var parser = new NginxParser(bytes.Span, path);
        parser.Parse();
        return new NginxDocument(path, bytes, parser);
    }

    /// <summary>A directive by index, parents before children.</summary>
    public NginxDirective this[int index] => new(this, index);

    /// <summary>Line and column of an offset, both from 1; columns count bytes.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        int[] lines = _lines ??= FindLines(Bytes);
        int line = Array.BinarySearch(lines, offset);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, offset - lines[line] + 1);
    }

    public ref readonly NginxNode Node(int index) => ref _nodes[index];

    public NginxRange Word(int index) => _words[index];

    public IEnumerable<NginxDirective> Siblings(int first, int end)
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
