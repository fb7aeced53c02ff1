using System.Collections;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>A list whose text is its items separated by commas, for tables and CSV files.</summary>
/// <typeparam name="T">Type of an item.</typeparam>
public sealed class ConfigRunList<T> : IReadOnlyList<T>
{
    /// <summary>A list without items.</summary>
    public static readonly ConfigRunList<T> Empty = new([]);

    private readonly IReadOnlyList<T> _items;

    /// <summary>Makes a list.</summary>
    /// <param name="items">The items.</param>
    /// <param name="total">How many there were, if only the first of them were kept.</param>
    public ConfigRunList(IReadOnlyList<T> items, int total = 0) => (_items, Total) = (items, Math.Max(total, items.Count));

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>How many there were in the report; more than <see cref="Count"/> if a report had too many to keep.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The list of the items' texts.</summary>
    internal ConfigRunList<string> Names() => Select(item => $"{item}");

    /// <summary>A list of the same total with other items.</summary>
    internal ConfigRunList<TOther> Select<TOther>(Func<T, TOther> map) => new([.. _items.Select(map)], Total);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", _items) + (Total > Count ? $"{(Count > 0 ? ", " : "")}and {Total - Count} more" : "");
}
