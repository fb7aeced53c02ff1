using System.Collections;
using System.Text;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Tags of a metric, event or check, each <c>name:value</c> or a bare name. Prints as text separated by commas, so that it
/// is readable in a table and in a CSV column; is a list for everything else.
/// </summary>
/// <remarks>
/// Commas, bars and control characters in a tag are underscores here already, spaces around it and tags without text are gone:
/// what a CSV file gives back is what was exported, and the same tags arrive by whatever way.
/// </remarks>
public sealed class TagSet : IReadOnlyList<string>
{
    private readonly string[] _tags;
    private string? _text;
    private byte[]? _utf8;
    private bool _wasSent;
    private int _hash;

    /// <summary>Takes the tags, each in the form that Datadog keeps.</summary>
    public TagSet(params string[] tags)
    {
        _tags = Normalize(tags);
        foreach (string tag in _tags)
        {
            MayBeTooLong |= tag.Length > MetricRules.MaxTagLength;
        }
    }

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

    /// <summary>
    /// The tags in UTF-8 with commas between, kept for those who send them again and again; null the first time, since most
    /// sets of tags are sent once.
    /// </summary>
    internal byte[]? TakeUtf8()
    {
        if (_utf8 is not null || !_wasSent)
        {
            _wasSent = true;
            return _utf8;
        }

        return _utf8 = Encoding.UTF8.GetBytes(ToString());
    }

    /// <summary>What <see cref="TakeUtf8"/> has given; null before.</summary>
    internal byte[]? KnownUtf8 => _utf8;

    /// <summary>Whether a tag is longer, in UTF-16 units, than Datadog takes characters.</summary>
    internal bool MayBeTooLong { get; }

    /// <summary>A hash of the tags' text in their order.</summary>
    internal int GetContentHash()
    {
        if (_hash == 0)
        {
            var hash = new HashCode();
            foreach (string tag in _tags)
            {
                hash.Add(tag);
            }

            _hash = hash.ToHashCode() | 1;
        }

        return _hash;
    }

    private static string[] Normalize(string[] tags)
    {
        for (int i = 0; i < tags.Length; i++)
        {
            if (Normalize(tags[i]) is var good && (good.Length == 0 || !ReferenceEquals(good, tags[i])))
            {
                return [.. tags.Select(Normalize).Where(tag => tag.Length > 0)];
            }
        }

        return tags;
    }

    private static string Normalize(string? tag) => tag is null ? "" : MetricText.NormalizeTag(tag).Trim();
}
