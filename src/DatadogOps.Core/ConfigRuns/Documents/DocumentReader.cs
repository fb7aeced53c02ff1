using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads a document of maps, lists and scalars forward, whether it is JSON or YAML, so that each tool has one reader. It stands on a
/// token; what reads a value leaves it on that value's last token.
/// </summary>
internal abstract class DocumentReader : IDisposable
{
    /// <summary>Deeper than any tool nests; what is deeper is refused.</summary>
    public const int MaxDepth = 128;

    // A value that is shown as text is a message, not a document of its own.
    private const int MaxFlatLength = 16 * 1024;

    /// <summary>How much of a value is looked at.</summary>
    public const int MaxValueLength = 8 * 1024;

    /// <summary>What it stands on.</summary>
    public NodeKind Kind { get; protected set; }

    /// <summary>The key or scalar that it stands on.</summary>
    public abstract string Text { get; }

    /// <summary>Goes to the next token; <see cref="NodeKind.None"/> after the end of the document.</summary>
    /// <exception cref="DocumentException">The document is broken here.</exception>
    public abstract void MoveNext();

    /// <summary>A failure where the reader stands.</summary>
    public abstract DocumentException Fail(string errorId, string reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Enters a map; a value that is none is passed over.</summary>
    public bool BeginMap()
    {
        if (Kind == NodeKind.MapStart)
        {
            return true;
        }

        Skip();
        return false;
    }

    /// <summary>Enters a list; a value that is none is passed over.</summary>
    public bool BeginList()
    {
        if (Kind == NodeKind.ListStart)
        {
            return true;
        }

        Skip();
        return false;
    }

    /// <summary>The next key of the map, the reader then standing on its value; null at the map's end.</summary>
    public string? NextKey()
    {
        MoveNext();
        if (Kind != NodeKind.Key)
        {
            return null;
        }

        string key = Text;
        MoveNext();
        return key;
    }

    /// <summary>Whether the list goes on; the reader then stands on the item.</summary>
    public bool NextItem()
    {
        MoveNext();
        return Kind is not (NodeKind.ListEnd or NodeKind.None);
    }

    /// <summary>Passes over the value that it stands on.</summary>
    public void Skip()
    {
        if (Kind is NodeKind.MapStart or NodeKind.ListStart)
        {
            SkipNested();
        }
    }

    /// <summary>A scalar as text; null for no value, and for a map or list.</summary>
    public string? ReadText()
    {
        if (Kind == NodeKind.Scalar)
        {
            return Text;
        }

        Skip();
        return null;
    }

    /// <summary>A scalar as text, null where it is empty.</summary>
    public string? ReadName() => ReadText() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a scalar says true. Old DSC pull servers write it as text.</summary>
    public bool ReadTruth() => string.Equals(ReadText(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A number, also where it stands as text; null for anything else.</summary>
    public double? ReadNumber() => ReadText() is { } text ? ToNumber(text) : null;

    /// <summary>A whole number from 0 up, also where it stands as text; null for anything else.</summary>
    public int? ReadCount() => ReadNumber() is >= 0 and <= int.MaxValue and { } number ? (int)number : null;

    /// <summary>Any value as text for a person: lists by commas, maps as <c>key: value</c>. Long ones are cut.</summary>
    public string? ReadFlat()
    {
        if (Kind is not (NodeKind.MapStart or NodeKind.ListStart))
        {
            return ReadText();
        }

        var text = new StringBuilder();
        Flatten(text);
        return text.ToString();
    }

    /// <summary>Any value as text, as much of it as is shown of a value that was changed, so that no report keeps files that it quotes.</summary>
    public string? ReadShown() => ReadFlat() is { } text ? text.Length > MaxValueLength ? text[..MaxValueLength] : text : null;

    /// <summary>What is read of the items of a list; nothing where it is none.</summary>
    /// <param name="read">Reads an item; null for one that is not looked for.</param>
    public List<T> ReadItems<T>(Func<DocumentReader, T?> read)
        where T : class
    {
        var items = new List<T>();
        if (BeginList())
        {
            while (NextItem())
            {
                if (read(this) is { } item)
                {
                    items.Add(item);
                }
            }
        }

        return items;
    }

    /// <summary>The scalars of a list; of a scalar, that alone.</summary>
    public List<string> ReadTexts() => Kind == NodeKind.Scalar ? [Text] : ReadItems(static reader => reader.ReadText());

    /// <summary>Reads a number as JSON and YAML write it.</summary>
    public static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>Passes over the map or list that it stands on.</summary>
    protected virtual void SkipNested()
    {
        int depth = 0;
        do
        {
            depth += Kind switch
            {
                NodeKind.MapStart or NodeKind.ListStart => 1,
                NodeKind.MapEnd or NodeKind.ListEnd => -1,
                _ => 0,
            };
            if (depth > 0)
            {
                MoveNext();
            }
        }
        while (depth > 0 && Kind != NodeKind.None);
    }

    /// <summary>Releases what the reader holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private void Flatten(StringBuilder text)
    {
        if (text.Length > MaxFlatLength)
        {
            Skip();
            return;
        }

        bool isFirst = true;
        switch (Kind)
        {
            case NodeKind.MapStart:
                while (NextKey() is { } key)
                {
                    text.Append(isFirst ? "" : ", ").Append(key).Append(": ");
                    isFirst = false;
                    Flatten(text);
                }

                break;
            case NodeKind.ListStart:
                while (NextItem())
                {
                    text.Append(isFirst ? "" : ", ");
                    isFirst = false;
                    Flatten(text);
                }

                break;
            case NodeKind.Scalar:
                text.Append(Text);
                break;
        }
    }
}
