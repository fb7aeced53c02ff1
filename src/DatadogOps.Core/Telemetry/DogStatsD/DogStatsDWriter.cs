using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>
/// Writes metrics as lines of the DogStatsD protocol: <c>name:value|type|#tag,tag|Tseconds</c>
/// (docs.datadoghq.com/developers/dogstatsd/datagram_shell). Allocates nothing for a metric whose text is in order.
/// </summary>
public sealed partial class DogStatsDWriter
{
    private static readonly TimeSpan LiveWindow = MetricRules.LiveWindow;

    private readonly byte[] _constantTags;
    private readonly byte[] _origin = [];
    private readonly TimeProvider _time;

    /// <summary>Makes a writer.</summary>
    /// <param name="constantTags">Tags that every metric gets.</param>
    /// <param name="time">Says what "now" is, which needs no timestamp.</param>
    public DogStatsDWriter(TagSet? constantTags = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _constantTags = Encoding.UTF8.GetBytes(string.Join(',', (constantTags ?? TagSet.Empty).Where(tag => !string.IsNullOrEmpty(tag)).Select(MetricText.NormalizeTag)));
    }

    /// <summary>Writes one line, without an end of line. The metric must have passed <see cref="MetricRules.Check"/>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>False when there is not enough room; the destination's content is then undefined.</returns>
    public bool TryWrite(DatadogMetric metric, Span<byte> destination, out int written)
    {
        var line = new LineBuilder(destination);
        bool fits = line.Text(MetricText.NormalizeName(metric.Name))
            && line.Byte((byte)':')
            && line.Number(metric.Value)
            && line.Bytes(TypeOf(metric.Type))
            && WriteTags(metric.Tags, metric.HostName, ref line)
            && WriteTimestamp(metric, ref line);
        written = line.Length;
        return fits;
    }

    private bool WriteTags(TagSet tags, string? hostTag, ref LineBuilder line)
    {
        bool any = false;
        if (_constantTags.Length > 0 && !(Separate(ref line, ref any) && line.Bytes(_constantTags)))
        {
            return false;
        }

        foreach (string tag in tags.AsSpan())
        {
            if (!string.IsNullOrEmpty(tag) && !(Separate(ref line, ref any) && line.Text(MetricText.NormalizeTag(tag))))
            {
                return false;
            }
        }

        // The Agent takes the point's host from this tag, in place of its own name.
        return string.IsNullOrEmpty(hostTag)
            || (Separate(ref line, ref any) && line.Bytes("host:"u8) && line.Text(MetricText.NormalizeTag(hostTag)));
    }

    private static bool Separate(ref LineBuilder line, ref bool any)
    {
        if (any)
        {
            return line.Byte((byte)',');
        }

        any = true;
        return line.Bytes("|#"u8);
    }

    private bool WriteTimestamp(DatadogMetric metric, ref LineBuilder line) =>
        metric.Timestamp is not { } time
        || metric.Type is not (MetricType.Gauge or MetricType.Count)
        || _time.GetUtcNow() - time <= LiveWindow
        || (line.Bytes("|T"u8) && line.Number(time.ToUnixTimeSeconds()));

    private static ReadOnlySpan<byte> TypeOf(MetricType type) => type switch
    {
        MetricType.Gauge => "|g"u8,
        MetricType.Count => "|c"u8,
        MetricType.Histogram => "|h"u8,
        MetricType.Distribution => "|d"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "DogStatsD has no such type."),
    };
}
