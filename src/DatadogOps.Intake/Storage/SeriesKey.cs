using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Storage;

/// <summary>
/// What makes a series: metric, tags and host. Tags are normalised, sorted and without repetition; the host is one of them.
/// </summary>
internal sealed class SeriesKey : IEquatable<SeriesKey>
{
    private const int MaxInserted = 32;

    private readonly int _hash;
    private readonly string[] _tags;

    private SeriesKey(string metric, string[] tags)
    {
        Metric = metric;
        _tags = tags;
        var hash = default(HashCode);
        hash.Add(metric);
        foreach (string tag in tags)
        {
            hash.Add(tag);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>Metric name.</summary>
    public string Metric { get; }

    /// <summary>Tags with the host as <c>host:NAME</c>.</summary>
    public IReadOnlyList<string> Tags => _tags;

    /// <summary>Makes the key from what was sent.</summary>
    public static SeriesKey Create(string metric, IReadOnlyList<string> tags, string? host)
    {
        bool hasHost = !string.IsNullOrEmpty(host);
        string[] all = new string[tags.Count + (hasHost ? 1 : 0)];
        if (all.Length > MaxInserted)
        {
            IEnumerable<string> given = hasHost ? tags.Append("host:" + host) : tags;
            return new SeriesKey(metric, [.. given.Select(TagNormalizer.Tag).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }

        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            string tag = TagNormalizer.Tag(i < tags.Count ? tags[i] : "host:" + host);
            if (tag.Length > 0)
            {
                count = Insert(all, count, tag);
            }
        }

        Array.Resize(ref all, count);
        return new SeriesKey(metric, all);
    }

    /// <summary>The same tags under another metric's name.</summary>
    public SeriesKey WithSuffix(string suffix) => new(Metric + suffix, _tags);

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
        other is not null && _hash == other._hash && Metric == other.Metric && _tags.AsSpan().SequenceEqual(other._tags);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeriesKey);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    // Senders give few tags, and often in order: this beats sorting them anew.
    private static int Insert(string[] sorted, int count, string tag)
    {
        int at = count;
        while (at > 0)
        {
            int order = string.CompareOrdinal(sorted[at - 1], tag);
            if (order == 0)
            {
                return count;
            }

            if (order < 0)
            {
                break;
            }

            at--;
        }

        Array.Copy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = tag;
        return count + 1;
    }
}
