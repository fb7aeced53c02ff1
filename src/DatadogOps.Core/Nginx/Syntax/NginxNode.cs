namespace DatadogOps.Nginx.Syntax;

/// <summary>A directive in a document's flat list, parents before children.</summary>
internal struct NginxNode
{
    /// <summary>Index of its name in the document's words; its arguments follow.</summary>
    public int FirstWord;

    /// <summary>Number of words: name and arguments.</summary>
    public int WordCount;

    /// <summary>Offset of its <c>;</c> or <c>{</c>.</summary>
    public int Terminator;

    /// <summary>Offset of its <c>}</c>; -1 for a simple directive.</summary>
    public int Close;

    /// <summary>Index after the last directive in its block.</summary>
    public int Next;

    /// <summary>Index of the enclosing directive; -1 at the top level.</summary>
    public int Parent;
}

/// <summary>A range of bytes: a word with its quotes, or a comment without its line ending.</summary>
internal readonly record struct NginxRange(int Start, int Length)
{
    /// <summary>Offset after the last byte.</summary>
    public int End => Start + Length;
}
