namespace DatadogOps.ConfigRuns.Documents;

/// <summary>Kinds of tokens of a <see cref="DocumentReader"/>.</summary>
internal enum NodeKind
{
    /// <summary>Nothing: before the document or after it.</summary>
    None,

    /// <summary>A map begins.</summary>
    MapStart,

    /// <summary>A map has ended.</summary>
    MapEnd,

    /// <summary>A list begins.</summary>
    ListStart,

    /// <summary>A list has ended.</summary>
    ListEnd,

    /// <summary>The key of a map's entry.</summary>
    Key,

    /// <summary>Text, a number or a Boolean.</summary>
    Scalar,

    /// <summary>No value.</summary>
    Null,
}
