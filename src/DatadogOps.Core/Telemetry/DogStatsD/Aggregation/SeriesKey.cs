using System.Text;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD.Aggregation;

/// <summary>What tells one series from another by its text as it was given: quick to compare, and never copied.</summary>
internal readonly struct SeriesKey(DatadogMetric metric) : IEquatable<SeriesKey>
{
    private readonly string _name = metric.Name;
    private readonly MetricKind _type = metric.Kind;
    private readonly TagSet _tags = metric.Tags;
    private readonly string? _host = metric.HostName;

    public bool Equals(SeriesKey other) =>
        _type == other._type
        && _name == other._name
        && _host == other._host
        && (ReferenceEquals(_tags, other._tags)
            || (_tags.GetContentHash() == other._tags.GetContentHash() && _tags.AsSpan().SequenceEqual(other._tags.AsSpan())));

    public override bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_name, (int)_type, _tags.GetContentHash(), _host);

    /// <summary>
    /// The series as Datadog tells it from others: names keep their case; tags have none, no order, and no characters but letters,
    /// digits, and <c>_-:./</c> (docs.datadoghq.com/getting_started/tagging, "Define tags"; /metrics/custom_metrics).
    /// </summary>
    public string Identity()
    {
        IEnumerable<string> tags = _tags.Select(ReduceTag);
        if (!string.IsNullOrEmpty(_host))
        {
            tags = tags.Append("host:" + ReduceTag(_host));
        }

        return $"{_type}|{MetricText.NormalizeName(_name)}|{string.Join(',', tags.Distinct().Order(StringComparer.Ordinal))}";
    }

    private static string ReduceTag(string tag)
    {
        var result = new StringBuilder(tag.Length);
        foreach (Rune rune in tag.EnumerateRunes())
        {
            bool keep = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or ':' or '.' or '/';
            if (keep || result is not [.., '_'])
            {
                result.Append(keep ? Rune.ToLowerInvariant(rune) : new Rune('_'));
            }
        }

        return result.ToString().TrimEnd('_');
    }
}
