namespace DatadogOps.Nginx.Syntax;

/// <summary>A directive in the list that a document holds, parents before children.</summary>
internal struct NginxNode
{
    /// <summary>Index of its name among the document's words; the arguments follow.</summary>
    public int FirstWord;

    /// <summary>Name and arguments.</summary>
    public int WordCount;

    /// <summary>Where its <c>;</c> or <c>{</c> is.</summary>
    public int Terminator;

    /// <summary>Where its <c>}</c> is; -1 for one that ends with <c>;</c>.</summary>
    public int Close;

    /// <summary>Index behind the last directive inside it.</summary>
    public int Next;

    /// <summary>Index of the block around it; -1 at the top.</summary>
    public int Parent;
}

/// <summary>A stretch of the document's bytes: a word with its quotes, or a comment without its line's end.</summary>
internal readonly record struct NginxRange(int Start, int Length)
{
    /// <summary>Offset behind the last byte.</summary>
    public int End => Start + Length;
}
