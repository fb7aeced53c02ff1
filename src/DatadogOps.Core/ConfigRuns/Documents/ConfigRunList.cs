using System.Collections;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>A list that prints as its items, separated by commas, in a table and in a CSV file.</summary>
/// <typeparam name="T">Type of an item; its text is what is printed.</typeparam>
public sealed class ConfigRunList<T> : IReadOnlyList<T>
{
    /// <summary>A list without items.</summary>
    public static readonly ConfigRunList<T> Empty = new([], 0);

    private readonly IReadOnlyList<T> _items;

    /// <summary>Makes a list.</summary>
    /// <param name="items">The items.</param>
    /// <param name="total">How many there were, when only the first of them were kept.</param>
    public ConfigRunList(IReadOnlyList<T> items, int total) => (_items, Total) = (items, Math.Max(total, items.Count));

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>How many there were in the report; more than <see cref="Count"/> when a report had too many to keep.</summary>
    public int Total { get; }

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same list with the text of each item in its place.</summary>
    internal ConfigRunList<string> Names() => new([.. _items.Select(item => $"{item}")], Total);

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", _items) + (Total > Count ? $"{(Count > 0 ? ", " : "")}and {Total - Count} more" : "");
}
