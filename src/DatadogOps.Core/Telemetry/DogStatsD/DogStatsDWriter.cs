using System.Globalization;
using System.Text;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>
/// Writes lines of the DogStatsD protocol: <c>name:value|type|@rate|#tag,tag|c:container|Tseconds</c>
/// (docs.datadoghq.com/developers/dogstatsd/datagram_shell). Allocates nothing for a metric whose text is in order. Used by one
/// thread at a time.
/// </summary>
public sealed partial class DogStatsDWriter
{
    private readonly byte[] _constantTags;
    private readonly byte[] _origin;
    private readonly byte[] _rate;
    private readonly byte[][] _bare;
    private readonly byte[][] _middles;
    private readonly NameCache _names = new();
    private readonly TimeProvider _time;

    /// <summary>Makes a writer.</summary>
    /// <param name="constantTags">Tags that every line gets.</param>
    /// <param name="time">Says what "now" is, which needs no timestamp.</param>
    /// <param name="origin">Who sends, or null to say nothing of that.</param>
    /// <param name="sampleRate">The share of counts, histograms, distributions and timers that is written, above 0 and up to 1.</param>
    public DogStatsDWriter(TagSet? constantTags = null, TimeProvider? time = null, DogStatsDOrigin? origin = null, double sampleRate = 1)
    {
        _time = time ?? TimeProvider.System;
        _constantTags = constantTags is { Count: > 0 } tags ? Encoding.UTF8.GetBytes("|#" + tags) : [];
        _origin = (origin ?? DogStatsDOrigin.None).ToFields();
        _rate = sampleRate < 1 ? Encoding.UTF8.GetBytes("|@" + sampleRate.ToString(CultureInfo.InvariantCulture)) : [];
        _bare = [.. Enum.GetValues<MetricKind>().Select(type => MiddleOf(type, hasTags: false))];
        _middles = [.. Enum.GetValues<MetricKind>().Select(type => MiddleOf(type, hasTags: true))];
    }

    /// <summary>
    /// Writes a point of now of which all but the number was checked and written before, as nearly all of a long run are; passes
    /// nothing that <see cref="MetricRules.Check"/> would refuse.
    /// </summary>
    /// <returns>False when it is no such point, or there may not be enough room: then the long way tells which.</returns>
    internal bool TryWriteKnown(DatadogMetric metric, Span<byte> destination, out int written)
    {
        written = 0;
        TagSet tags = metric.Tags;
        byte[]? ending = tags.Count == 0 ? [] : tags.KnownUtf8;
        int type = (int)metric.Kind;
        if (ending is null || tags.MayBeTooLong || (uint)type >= (uint)_middles.Length
            || metric.Timestamp is not null || metric.SetMember is not null || !string.IsNullOrEmpty(metric.HostName)
            || !double.IsFinite(metric.Value) || _names.FindKnown(metric.Name) is not { } head)
        {
            return false;
        }

        byte[] middle = (tags.Count == 0 ? _bare : _middles)[type];
        if (middle.Length == 0 || destination.Length < head.Length + LineBuilder.MaxNumber + middle.Length + ending.Length + _origin.Length)
        {
            return false;
        }

        var line = new LineBuilder(destination);
        bool all = line.Bytes(head) && line.Number(metric.Value) && line.Bytes(middle) && line.Bytes(ending) && (_origin.Length == 0 || line.Bytes(_origin));
        written = line.Length;
        return all;
    }

    /// <summary>Writes one line, without an end of line. The metric must have passed <see cref="MetricRules.Check"/>.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="written">Bytes written.</param>
    /// <returns>False when there is not enough room; the destination's content is then undefined.</returns>
    public bool TryWrite(DatadogMetric metric, Span<byte> destination, out int written)
    {
        bool isLive = metric.Timestamp is null || IsLive(metric);
        var line = new LineBuilder(destination);
        byte[]? head = _names.Find(metric.Name);
        bool fits = (head is not null ? line.Bytes(head) : line.Text(MetricText.NormalizeName(metric.Name)) && line.Byte((byte)':'))
            && WriteValue(metric, ref line)
            && line.Bytes(TypeOf(metric.Kind))
            && (_rate.Length == 0 || !isLive || !IsSampled(metric.Kind) || line.Bytes(_rate))
            && WriteTags(metric.Tags, metric.HostName, ref line)
            && line.Bytes(_origin)
            && (isLive || (line.Bytes("|T"u8) && line.Number(metric.Timestamp!.Value.ToUnixTimeSeconds())));
        written = line.Length;
        return fits;
    }

    /// <summary>Whether the Agent makes up for values of this type that were left out (protocol 1.0, "sample rate").</summary>
    internal static bool IsSampled(MetricKind type) =>
        type is MetricKind.Count or MetricKind.Histogram or MetricKind.Distribution or MetricKind.Timer;

    /// <summary>Whether the Agent takes the point as one of now; see <see cref="MetricRules.LiveWindow"/>.</summary>
    internal bool IsLive(DatadogMetric metric) =>
        metric.Timestamp is not { } time
        || metric.Kind is not (MetricKind.Gauge or MetricKind.Count)
        || _time.GetUtcNow() - time <= MetricRules.LiveWindow;

    /// <summary>What comes before the value.</summary>
    internal static byte[] WriteHead(DatadogMetric metric) => Encoding.UTF8.GetBytes(MetricText.NormalizeName(metric.Name) + ":");

    /// <summary>What comes after the value of a point of now.</summary>
    internal byte[] WriteTail(DatadogMetric metric, bool isSampled) => Fill(0, (ref LineBuilder line) =>
        line.Bytes(TypeOf(metric.Kind))
        && (!isSampled || line.Bytes(_rate))
        && WriteTags(metric.Tags, metric.HostName, ref line)
        && line.Bytes(_origin));

    // What stands between the value and the metric's own tags, or between the value and the origin where it has none.
    private byte[] MiddleOf(MetricKind type, bool hasTags) => type == MetricKind.Rate ? [] : Fill(0, (ref LineBuilder line) =>
    {
        bool any = _constantTags.Length > 0;
        return line.Bytes(TypeOf(type)) && (!IsSampled(type) || line.Bytes(_rate)) && line.Bytes(_constantTags) && (!hasTags || Separate(ref line, ref any));
    });

    private static bool WriteValue(DatadogMetric metric, ref LineBuilder line) =>
        metric is { Kind: MetricKind.Set, SetMember: { } member } ? line.Text(MetricText.NormalizeTag(member)) : line.Number(metric.Value);

    private bool WriteTags(TagSet tags, string? hostTag, ref LineBuilder line)
    {
        bool any = _constantTags.Length > 0;
        if (any && !line.Bytes(_constantTags))
        {
            return false;
        }

        if (tags.Count > 0 && !(Separate(ref line, ref any) && WriteTags(tags, ref line)))
        {
            return false;
        }

        // The Agent takes the point's host from this tag, in place of its own name.
        return string.IsNullOrEmpty(hostTag)
            || (Separate(ref line, ref any) && line.Bytes("host:"u8) && line.Text(MetricText.NormalizeTag(hostTag)));
    }

    private static bool WriteTags(TagSet tags, ref LineBuilder line)
    {
        if (tags.TakeUtf8() is { } known)
        {
            return line.Bytes(known);
        }

        bool fits = true;
        for (int i = 0; fits && i < tags.Count; i++)
        {
            fits = (i == 0 || line.Byte((byte)',')) && line.Text(tags[i]);
        }

        return fits;
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

    private static ReadOnlySpan<byte> TypeOf(MetricKind type) => type switch
    {
        MetricKind.Gauge => "|g"u8,
        MetricKind.Count => "|c"u8,
        MetricKind.Histogram => "|h"u8,
        MetricKind.Distribution => "|d"u8,
        MetricKind.Timer => "|ms"u8,
        MetricKind.Set => "|s"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "DogStatsD has no such type."),
    };
}
