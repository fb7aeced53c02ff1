using System.Globalization;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Points of metrics: bodies of <c>POST /api/v2/series</c>, or of distributions. Consecutive points of one series share its name and
/// tags.
/// </summary>
internal sealed class MetricLane(PayloadFormat format, TagSet constantTags, string? defaultHost, TimeProvider clock)
    : PayloadLane<DatadogMetric>(format, constantTags, defaultHost, "{\"series\":["u8.ToArray(), [.. SeriesEnd, .. "]}"u8])
{
    // More than the longest point without its series: two numbers and their names.
    private const int MaxPointLength = 96;

    // Integers up to here are exact in a double and print without an exponent.
    private const double ExactIntegers = 9007199254740992;

    private readonly bool _isSeries = format.Kind == PayloadKind.Series;

    private static ReadOnlySpan<byte> SeriesEnd => "]}"u8;

    /// <inheritdoc/>
    public override OperationException? Check(DatadogMetric metric, DateTimeOffset now) => CheckItem(metric);

    /// <inheritdoc/>
    public override OperationException TooLarge(DatadogMetric metric) => MetricRules.Refuse(
        TelemetryErrorIds.MetricTooLarge,
        metric,
        string.Create(CultureInfo.InvariantCulture, $"The metric {MetricRules.Quote(metric)} was refused: with its {metric.Tags.Count} tags it is larger than a request may be."),
        "Use fewer tags.");

    /// <inheritdoc/>
    protected override OperationException? CheckItem(DatadogMetric metric) => MetricRules.Check(metric, DatadogTransport.Api, clock);

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(DatadogMetric metric) => metric.Timestamp;

    /// <inheritdoc/>
    protected override string NameOf(DatadogMetric metric) => metric.Name;

    /// <summary>Writes the point and leaves its series open, so that the next point may join it.</summary>
    protected override void Write(DatadogMetric metric, DateTimeOffset time)
    {
        if (Last is not null && IsSameSeries(Last, metric))
        {
            Body.Write(","u8);
        }
        else
        {
            if (Last is not null)
            {
                Body.Write(SeriesEnd);
                Body.Write(","u8);
            }

            WriteSeries(metric);
        }

        WritePoint(time.ToUnixTimeSeconds(), metric.Value);
    }

    private static bool IsSameSeries(DatadogMetric one, DatadogMetric other) =>
        one.Name == other.Name
        && one.Kind == other.Kind
        && one.HostName == other.HostName
        && one.Unit == other.Unit
        && one.IntervalSec == other.IntervalSec
        && (ReferenceEquals(one.Tags, other.Tags) || one.Tags.AsSpan().SequenceEqual(other.Tags.AsSpan()));

    private static int CodeOf(MetricKind kind) => kind switch
    {
        MetricKind.Count => 1,
        MetricKind.Rate => 2,
        MetricKind.Gauge => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The series API has no such type."),
    };

    private void WritePoint(long time, double value)
    {
        Span<byte> point = Body.GetSpan(MaxPointLength);
        int length = 0;
        Put(_isSeries ? "{\"timestamp\":"u8 : "["u8, point, ref length);
        time.TryFormat(point[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
        Put(_isSeries ? ",\"value\":"u8 : ",["u8, point, ref length);
        if (Math.Abs(value) < ExactIntegers && value == Math.Floor(value) && !(value == 0 && double.IsNegative(value)))
        {
            ((long)value).TryFormat(point[length..], out written, default, CultureInfo.InvariantCulture);
        }
        else
        {
            value.TryFormat(point[length..], out written, default, CultureInfo.InvariantCulture);
        }

        length += written;
        Put(_isSeries ? "}"u8 : "]]"u8, point, ref length);
        Body.Advance(length);
    }

    private static void Put(ReadOnlySpan<byte> text, Span<byte> target, ref int length)
    {
        text.CopyTo(target[length..]);
        length += text.Length;
    }

    private void WriteSeries(DatadogMetric metric)
    {
        Utf8JsonWriter json = Json;
        json.Reset();
        json.WriteStartObject();
        json.WriteString("metric"u8, MetricText.NormalizeName(metric.Name));
        string? host = HostOf(metric.HostName);
        if (_isSeries)
        {
            json.WriteNumber("type"u8, CodeOf(metric.Kind));
            if (!string.IsNullOrEmpty(metric.Unit))
            {
                json.WriteString("unit"u8, MetricText.NormalizeTag(metric.Unit));
            }

            if (metric.IntervalSec is { } interval)
            {
                json.WriteNumber("interval"u8, interval);
            }

            if (host is not null)
            {
                json.WriteStartArray("resources"u8);
                json.WriteStartObject();
                json.WriteString("name"u8, host);
                json.WriteString("type"u8, "host"u8);
                json.WriteEndObject();
                json.WriteEndArray();
            }
        }
        else
        {
            json.WriteString("type"u8, "distribution"u8);
            if (host is not null)
            {
                json.WriteString("host"u8, host);
            }
        }

        WriteTags(metric.Tags);
        json.WriteStartArray("points"u8);

        // The point follows as bytes.
        json.Flush();
    }
}
