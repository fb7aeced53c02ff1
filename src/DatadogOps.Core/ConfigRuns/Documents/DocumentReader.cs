using System.Globalization;
using System.Text;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>
/// Reads a document of maps, lists and scalars forward, whether it is JSON or YAML, so that each tool has one reader. It is positioned on a
/// token; methods that read a value leave it on the last token of that value.
/// </summary>
internal abstract class DocumentReader : IDisposable
{
    /// <summary>Maximum nesting; no tool nests as deep.</summary>
    public const int MaxDepth = 128;

    // A value that is shown as text is a message, not a document.
    private const int MaxFlatLength = 16 * 1024;

    /// <summary>Characters of a value that are used.</summary>
    public const int MaxValueLength = 8 * 1024;

    /// <summary>The current token.</summary>
    public NodeKind Kind { get; protected set; }

    /// <summary>The current key or scalar.</summary>
    public abstract string Text { get; }

    /// <summary>Goes to the next token; <see cref="NodeKind.None"/> after the end of the document.</summary>
    /// <exception cref="DocumentException">The document is invalid here.</exception>
    public abstract void MoveNext();

    /// <summary>An error at the current position.</summary>
    public abstract DocumentException Fail(string errorId, string reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Enters a map; any other value is skipped.</summary>
    public bool BeginMap()
    {
        if (Kind == NodeKind.MapStart)
        {
            return true;
        }

        Skip();
        return false;
    }

    /// <summary>Enters a list; any other value is skipped.</summary>
    public bool BeginList()
    {
        if (Kind == NodeKind.ListStart)
        {
            return true;
        }

        Skip();
        return false;
    }

    /// <summary>The next key of the map, with the reader on its value; null at the end of the map.</summary>
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

    /// <summary>Moves to the next item of the list; false at its end.</summary>
    public bool NextItem()
    {
        MoveNext();
        return Kind is not (NodeKind.ListEnd or NodeKind.None);
    }

    /// <summary>Skips the current value.</summary>
    public void Skip()
    {
        if (Kind is NodeKind.MapStart or NodeKind.ListStart)
        {
            SkipNested();
        }
    }

    /// <summary>A scalar as text; null for any other value.</summary>
    public string? ReadText()
    {
        if (Kind == NodeKind.Scalar)
        {
            return Text;
        }

        Skip();
        return null;
    }

    /// <summary>A scalar as text, null if it is empty.</summary>
    public string? ReadName() => ReadText() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a scalar is true. Old DSC pull servers write it as text.</summary>
    public bool ReadTruth() => string.Equals(ReadText(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A number, also in a text; null for anything else.</summary>
    public double? ReadNumber() => ReadText() is { } text ? ToNumber(text) : null;

    /// <summary>A whole number from 0 up, also in a text; null for anything else.</summary>
    public int? ReadCount() => ReadNumber() is >= 0 and <= int.MaxValue and { } number ? (int)number : null;

    /// <summary>Any value as readable text: lists separated by commas, maps as <c>key: value</c>. Long ones are cut.</summary>
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

    /// <summary>Any value as text, cut to what is shown of a changed value, so that no report keeps files that it quotes.</summary>
    public string? ReadShown() => ReadFlat() is { } text ? text.Length > MaxValueLength ? text[..MaxValueLength] : text : null;

    /// <summary>The items of a list; empty for any other value.</summary>
    /// <param name="read">Reads an item; null to ignore it.</param>
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

    /// <summary>The scalars of a list, or a single scalar.</summary>
    public List<string> ReadTexts() => Kind == NodeKind.Scalar ? [Text] : ReadItems(static reader => reader.ReadText());

    /// <summary>Parses a number of JSON or YAML.</summary>
    public static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    /// <summary>Skips the current map or list.</summary>
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
