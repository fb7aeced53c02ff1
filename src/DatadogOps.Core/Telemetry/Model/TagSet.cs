using System.Collections;

namespace DatadogOps.Telemetry;

/// <summary>
/// Tags of a metric, event or check, each <c>name:value</c> or a bare name. Prints as text separated by commas, so that it
/// is readable in a table and in a CSV column; is a list for everything else.
/// </summary>
public sealed class TagSet : IReadOnlyList<string>
{
    private readonly string[] _tags;
    private string? _text;

    /// <summary>Takes the tags as they are.</summary>
    public TagSet(params string[] tags) => _tags = tags;

    /// <summary>No tags.</summary>
    public static TagSet Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => _tags.Length;

    /// <inheritdoc/>
    public string this[int index] => _tags[index];

    /// <summary>These tags, and then the others; the same set when there are none.</summary>
    public TagSet With(params ReadOnlySpan<string> more) => more.IsEmpty ? this : new TagSet([.. _tags, .. more]);

    /// <summary>The tags, without a copy.</summary>
    public ReadOnlySpan<string> AsSpan() => _tags;

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_tags).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => _text ??= string.Join(',', _tags);

    IEnumerator IEnumerable.GetEnumerator() => _tags.GetEnumerator();
}
