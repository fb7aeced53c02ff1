using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Collects points into the body of a <c>POST /api/v2/series</c>, or of distributions, until one of Datadog's two limits is
/// reached. Neighbouring points of one series share its name and tags. Used by one thread at a time.
/// </summary>
public sealed class SeriesBatch : IDisposable
{
    /// <summary>Bytes of a request as sent, at most (API reference, "Submit metrics").</summary>
    public const int MaxSentLength = 512_000;

    /// <summary>Bytes of a request's JSON, at most (API reference, "Submit metrics").</summary>
    public const int MaxRawLength = 5_242_880;

    // More than the longest fragment of a point without its series: two numbers and their names.
    private const int MaxPointLength = 96;

    // Integers up to here are exact in a double and print without an exponent.
    private const double ExactIntegers = 9007199254740992;

    private readonly PayloadFormat _format;
    private readonly PayloadWriter _payload;
    private readonly ArrayBufferWriter<byte> _head = new(512);
    private readonly Utf8JsonWriter _json;
    private readonly string[] _constantTags;
    private readonly string? _defaultHost;
    private DatadogMetric? _last;

    /// <summary>Makes an empty batch of gauges, counts and rates.</summary>
    /// <param name="constantTags">Tags that every point gets.</param>
    /// <param name="defaultHost">Host of the points that name none, or null.</param>
    public SeriesBatch(TagSet? constantTags = null, string? defaultHost = null)
        : this(PayloadFormat.Series, constantTags, defaultHost)
    {
    }

    internal SeriesBatch(PayloadFormat format, TagSet? constantTags, string? defaultHost)
    {
        _format = format;
        _payload = new PayloadWriter(format, "{\"series\":["u8.ToArray(), [.. SeriesEnd, .. "]}"u8]);
        _json = TelemetryJson.Writer(_head);
        _constantTags = TelemetryJson.Prepare(constantTags);
        _defaultHost = defaultHost;
    }

    private static ReadOnlySpan<byte> SeriesEnd => "]}"u8;

    /// <summary>Points in the batch.</summary>
    public int Points => _payload.Items;

    /// <summary>
    /// Adds a point. The metric must have passed <see cref="MetricRules.Check"/>.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="now">The time of a point that names none.</param>
    /// <returns>False when the batch is full without it; then <see cref="Take"/> the payload and add it again.</returns>
    /// <exception cref="OperationException">This metric alone is larger than a request may be.</exception>
    public bool TryAdd(DatadogMetric metric, DateTimeOffset now)
    {
        PayloadBuffer body = _payload.Begin();
        long time = (metric.Timestamp ?? now).ToUnixTimeSeconds();
        WriteFragment(body, metric, time);
        switch (_payload.End(time))
        {
            case PayloadFit.Added:
                _last = metric;
                return true;
            case PayloadFit.Full:
                return false;
            default:
                _last = null;
                throw MetricRules.Refuse(
                    TelemetryErrorIds.MetricTooLarge,
                    metric,
                    string.Create(CultureInfo.InvariantCulture, $"The metric {MetricRules.Quote(metric)} was refused: with its {metric.Tags.Count} tags it is larger than a request may be."),
                    "Use fewer tags.");
        }
    }

    /// <summary>Finishes what was collected and begins anew; null when there is nothing.</summary>
    public DatadogPayload? Take()
    {
        _last = null;
        return _payload.Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _payload.Dispose();
        _json.Dispose();
    }

    private static bool IsSameSeries(DatadogMetric one, DatadogMetric other) =>
        one.Name == other.Name
        && one.Type == other.Type
        && one.HostName == other.HostName
        && one.Unit == other.Unit
        && one.IntervalSec == other.IntervalSec
        && (ReferenceEquals(one.Tags, other.Tags) || one.Tags.AsSpan().SequenceEqual(other.Tags.AsSpan()));

    private static int CodeOf(MetricType type) => type switch
    {
        MetricType.Count => 1,
        MetricType.Rate => 2,
        MetricType.Gauge => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The series API has no such type."),
    };

    // The fragment leaves its series open, so that the next point may join it.
    private void WriteFragment(PayloadBuffer body, DatadogMetric metric, long time)
    {
        if (_last is not null && IsSameSeries(_last, metric))
        {
            body.Write(","u8);
        }
        else
        {
            if (_payload.Items > 0)
            {
                body.Write(SeriesEnd);
                body.Write(","u8);
            }

            WriteHead(metric);
            body.Write(_head.WrittenSpan);
        }

        WritePoint(body, time, metric.Value);
    }

    private void WritePoint(PayloadBuffer body, long time, double value)
    {
        Span<byte> point = body.GetSpan(MaxPointLength);
        int length = 0;
        bool isSeries = _format.Kind == PayloadKind.Series;
        Put(isSeries ? "{\"timestamp\":"u8 : "["u8, point, ref length);
        time.TryFormat(point[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
        Put(isSeries ? ",\"value\":"u8 : ",["u8, point, ref length);
        if (Math.Abs(value) < ExactIntegers && value == Math.Floor(value) && !(value == 0 && double.IsNegative(value)))
        {
            ((long)value).TryFormat(point[length..], out written, default, CultureInfo.InvariantCulture);
        }
        else
        {
            value.TryFormat(point[length..], out written, default, CultureInfo.InvariantCulture);
        }

        length += written;
        Put(isSeries ? "}"u8 : "]]"u8, point, ref length);
        body.Advance(length);
    }

    private static void Put(ReadOnlySpan<byte> text, Span<byte> target, ref int length)
    {
        text.CopyTo(target[length..]);
        length += text.Length;
    }

    private void WriteHead(DatadogMetric metric)
    {
        _head.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("metric"u8, MetricText.NormalizeName(metric.Name));
        string? host = TelemetryJson.HostOf(metric.HostName, _defaultHost);
        if (_format.Kind == PayloadKind.Series)
        {
            _json.WriteNumber("type"u8, CodeOf(metric.Type));
            if (!string.IsNullOrEmpty(metric.Unit))
            {
                _json.WriteString("unit"u8, MetricText.NormalizeTag(metric.Unit));
            }

            if (metric.IntervalSec is { } interval)
            {
                _json.WriteNumber("interval"u8, interval);
            }

            if (host is not null)
            {
                _json.WriteStartArray("resources"u8);
                _json.WriteStartObject();
                _json.WriteString("name"u8, host);
                _json.WriteString("type"u8, "host"u8);
                _json.WriteEndObject();
                _json.WriteEndArray();
            }
        }
        else
        {
            _json.WriteString("type"u8, "distribution"u8);
            if (host is not null)
            {
                _json.WriteString("host"u8, host);
            }
        }

        TelemetryJson.WriteTags(_json, "tags"u8, _constantTags, metric.Tags);
        _json.WriteStartArray("points"u8);
        _json.Flush();
    }
}
