using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Storage;

/// <summary>
/// What makes a series: metric, tags and host. Tags are normalised, sorted and without repetition; the host is one of them.
/// </summary>
internal sealed class SeriesKey : IEquatable<SeriesKey>
{
    private readonly int _hash;

    private SeriesKey(string metric, string[] tags)
    {
        Metric = metric;
        Tags = tags;
        var hash = default(HashCode);
        hash.Add(metric, StringComparer.Ordinal);
        foreach (string tag in tags)
        {
            hash.Add(tag, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Metric name.</summary>
    public string Metric { get; }

    /// <summary>Tags with the host as <c>host:NAME</c>.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Makes the key from what was sent.</summary>
    public static SeriesKey Create(string metric, IEnumerable<string> tags, string? host)
    {
        IEnumerable<string> all = string.IsNullOrEmpty(host) ? tags : tags.Append("host:" + host);
        return new SeriesKey(metric, [.. all.Select(TagNormalizer.Tag).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The same tags under another metric's name.</summary>
    public SeriesKey WithSuffix(string suffix) => new(Metric + suffix, (string[])Tags);

    /// <summary>Values of a tag; none when the series does not have it, and more than one when it was given twice.</summary>
    public IEnumerable<string> ValuesOf(string tagKey)
    {
        foreach (string tag in Tags)
        {
            if (tag.Length > tagKey.Length && tag[tagKey.Length] == ':' && tag.StartsWith(tagKey, StringComparison.Ordinal))
            {
                yield return tag[(tagKey.Length + 1)..];
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(SeriesKey? other) =>
        other is not null && _hash == other._hash && Metric == other.Metric && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeriesKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
