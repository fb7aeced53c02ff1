using System.Buffers.Text;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>
/// Writes metrics as lines of the DogStatsD protocol: <c>name:value|type|#tag,tag|Tseconds</c>
/// (docs.datadoghq.com/developers/dogstatsd/datagram_shell). Allocates nothing for a metric whose text is in order.
/// </summary>
public sealed class DogStatsDWriter
{
    private static readonly TimeSpan LiveWindow = MetricRules.LiveWindow;

    // Integers up to here are exact in a double and print without an exponent.
    private const double ExactIntegers = 9007199254740992;

    private readonly byte[] _constantTags;
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
        var line = new Line(destination);
        bool fits = line.Text(MetricText.NormalizeName(metric.Name))
            && line.Byte((byte)':')
            && line.Number(metric.Value)
            && line.Bytes(TypeOf(metric.Type))
            && WriteTags(metric, ref line)
            && WriteTimestamp(metric, ref line);
        written = line.Length;
        return fits;
    }

    private bool WriteTags(DatadogMetric metric, ref Line line)
    {
        bool any = false;
        if (_constantTags.Length > 0 && !(Separate(ref line, ref any) && line.Bytes(_constantTags)))
        {
            return false;
        }

        foreach (string tag in metric.Tags.AsSpan())
        {
            if (!string.IsNullOrEmpty(tag) && !(Separate(ref line, ref any) && line.Text(MetricText.NormalizeTag(tag))))
            {
                return false;
            }
        }

        // The Agent takes the point's host from this tag, in place of its own name.
        return string.IsNullOrEmpty(metric.HostName)
            || (Separate(ref line, ref any) && line.Bytes("host:"u8) && line.Text(MetricText.NormalizeTag(metric.HostName)));
    }

    private static bool Separate(ref Line line, ref bool any)
    {
        if (any)
        {
            return line.Byte((byte)',');
        }

        any = true;
        return line.Bytes("|#"u8);
    }

    private bool WriteTimestamp(DatadogMetric metric, ref Line line) =>
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

    private ref struct Line(Span<byte> destination)
    {
        private readonly Span<byte> _destination = destination;

        public int Length { get; private set; }

        public bool Byte(byte value)
        {
            if (Length == _destination.Length)
            {
                return false;
            }

            _destination[Length++] = value;
            return true;
        }

        public bool Bytes(ReadOnlySpan<byte> value)
        {
            if (!value.TryCopyTo(_destination[Length..]))
            {
                return false;
            }

            Length += value.Length;
            return true;
        }

        public bool Text(string value)
        {
            bool fits = Encoding.UTF8.TryGetBytes(value, _destination[Length..], out int written);
            Length += written;
            return fits;
        }

        public bool Number(double value)
        {
            // Whole numbers are the most of what is sent, and their short form is the cheap one. Not minus zero, which has a sign.
            bool fits = Math.Abs(value) < ExactIntegers && value == Math.Floor(value) && !(value == 0 && double.IsNegative(value))
                ? Utf8Formatter.TryFormat((long)value, _destination[Length..], out int written)
                : Utf8Formatter.TryFormat(value, _destination[Length..], out written);
            Length += written;
            return fits;
        }
    }
}
