using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DatadogOps.Telemetry;

/// <summary>
/// Collects points into the body of a <c>POST /api/v2/series</c> until one of Datadog's two limits is reached. Both are
/// measured: the JSON's length as it is written, the compressed length by flushing the compressor whenever what it holds
/// back could matter. Used by one thread at a time.
/// </summary>
public sealed class SeriesBatch : IDisposable
{
    /// <summary>Bytes of a request as sent, at most (API reference, "Submit metrics").</summary>
    public const int MaxSentLength = 512_000;

    /// <summary>Bytes of a request's JSON, at most (API reference, "Submit metrics").</summary>
    public const int MaxRawLength = 5_242_880;

    // The compressor gets its input in pieces of this size; each call into it has a price.
    private const int PieceLength = 32 * 1024;

    // With less than this left, measuring ever smaller pieces costs more than it gains.
    private const int NearlyFull = 24 * 1024;

    // Header and trailer of gzip, and the end of the last block.
    private const int GzipFrame = 64;

    private static readonly JsonEncodedText MetricName = JsonEncodedText.Encode("metric");
    private static readonly JsonEncodedText TypeName = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText UnitName = JsonEncodedText.Encode("unit");
    private static readonly JsonEncodedText IntervalName = JsonEncodedText.Encode("interval");
    private static readonly JsonEncodedText ResourcesName = JsonEncodedText.Encode("resources");
    private static readonly JsonEncodedText NameName = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText HostType = JsonEncodedText.Encode("host");
    private static readonly JsonEncodedText TagsName = JsonEncodedText.Encode("tags");
    private static readonly JsonEncodedText PointsName = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText TimestampName = JsonEncodedText.Encode("timestamp");
    private static readonly JsonEncodedText ValueName = JsonEncodedText.Encode("value");

    private readonly PayloadBuffer _piece = new(2 * PieceLength);
    private readonly Utf8JsonWriter _json;
    private readonly string[] _constantTags;
    private readonly string? _defaultHost;
    private PayloadBuffer? _compressed;
    private GZipStream? _gzip;
    private int _given; // bytes of JSON that the compressor has
    private int _unmeasured; // of these, bytes given since its output was last measured
    private int _measured; // bytes of its output then
    private int _points;
    private int _series;
    private DatadogMetric? _last;

    /// <summary>Makes an empty batch.</summary>
    /// <param name="constantTags">Tags that every point gets.</param>
    /// <param name="defaultHost">Host of the points that name none, or null.</param>
    public SeriesBatch(TagSet? constantTags = null, string? defaultHost = null)
    {
        // The body goes to an API, not into a web page: characters beyond ASCII need no escape.
        _json = new Utf8JsonWriter((IBufferWriter<byte>)_piece, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _constantTags = [.. (constantTags ?? TagSet.Empty).Where(tag => !string.IsNullOrEmpty(tag)).Select(MetricText.NormalizeTag)];
        _defaultHost = defaultHost;
    }

    private static ReadOnlySpan<byte> Opening => "{\"series\":["u8;

    private static ReadOnlySpan<byte> SeriesEnd => "]}"u8;

    private static ReadOnlySpan<byte> Closing => "]}"u8;

    /// <summary>Points in the batch.</summary>
    public int Points => _points;

    /// <summary>
    /// Adds a point. The metric must have passed <see cref="MetricRules.Check"/>.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="now">The time of a point that names none.</param>
    /// <returns>False when the batch is full without it; then <see cref="Take"/> the payload and add it again.</returns>
    /// <exception cref="OperationException">This metric alone is larger than a request may be.</exception>
    public bool TryAdd(DatadogMetric metric, DateTimeOffset now)
    {
        if (_gzip is null)
        {
            _compressed = new PayloadBuffer(64 * 1024);
            _gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
            _piece.Write(Opening);
        }

        int mark = _piece.Written;
        bool sameSeries = _last is not null && IsSameSeries(_last, metric);
        WriteFragment(metric, metric.Timestamp ?? now, sameSeries);
        if (_given + _piece.Written + SeriesEnd.Length + Closing.Length > MaxRawLength || !FitsCompressed(ref mark))
        {
            if (_points > 0)
            {
                _piece.Written = mark;
                return false;
            }

            // Alone and perhaps too large: what it really comes to decides.
            if (_given + _piece.Written + SeriesEnd.Length + Closing.Length > MaxRawLength || MeasureAll() > MaxSentLength)
            {
                Clear();
                throw TooLarge(metric);
            }
        }

        _points++;
        _series += sameSeries ? 0 : 1;
        _last = metric;
        if (_piece.Written >= PieceLength)
        {
            Give(_piece.Written);
        }

        return true;
    }

    /// <summary>Finishes what was collected and begins anew; null when there is nothing.</summary>
    public SeriesPayload? Take()
    {
        if (_points == 0)
        {
            return null;
        }

        _piece.Write(SeriesEnd);
        _piece.Write(Closing);
        Give(_piece.Written);
        _gzip!.Dispose();
        var payload = new SeriesPayload(_compressed!, _points, _series, _given);
        _compressed = null;
        Clear();
        return payload;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _json.Dispose();
        _piece.Dispose();
    }

    private static bool IsSameSeries(DatadogMetric one, DatadogMetric other) =>
        one.Name == other.Name
        && one.Type == other.Type
        && one.HostName == other.HostName
        && one.Unit == other.Unit
        && one.IntervalSec == other.IntervalSec
        && (ReferenceEquals(one.Tags, other.Tags) || one.Tags.AsSpan().SequenceEqual(other.Tags.AsSpan()));

    // At worst a compressor makes its input longer: by 5 bytes in 16 KB where it stores, by an eighth where it is the
    // quick one of zlib-ng, which .NET 9 and later use (deflateBound in zlib and zlib-ng).
    private static int WorstCase(int length) => length + (length / 8) + 1024;

    private static int CodeOf(MetricType type) => type switch
    {
        MetricType.Count => 1,
        MetricType.Rate => 2,
        MetricType.Gauge => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The series API has no such type."),
    };

    private static OperationException TooLarge(DatadogMetric metric) => MetricRules.Refuse(
        TelemetryErrorIds.MetricTooLarge,
        metric,
        string.Create(CultureInfo.InvariantCulture, $"The metric {MetricRules.Quote(metric)} was refused: with its {metric.Tags.Count} tags it is larger than a request may be."),
        "Use fewer tags.");

    // True when the payload, finished now, is surely within the limit. May hand the piece up to the mark to the compressor.
    private bool FitsCompressed(ref int mark)
    {
        if (_measured + WorstCase(_unmeasured + _piece.Written) + GzipFrame <= MaxSentLength)
        {
            return true;
        }

        if (MaxSentLength - _measured < NearlyFull)
        {
            return false;
        }

        Give(mark);
        mark = 0;
        _gzip!.Flush();
        _measured = _compressed!.Written;
        _unmeasured = 0;
        return _measured + WorstCase(_piece.Written) + GzipFrame <= MaxSentLength;
    }

    private int MeasureAll()
    {
        Give(_piece.Written);
        _gzip!.Flush();
        _measured = _compressed!.Written;
        _unmeasured = 0;
        return _measured + GzipFrame;
    }

    private void Clear()
    {
        _gzip?.Dispose();
        _gzip = null;
        _compressed?.Dispose();
        _compressed = null;
        _piece.Written = 0;
        _given = _unmeasured = _measured = _points = _series = 0;
        _last = null;
    }

    private void Give(int length)
    {
        _gzip!.Write(_piece.Span[..length]);
        _piece.RemoveFirst(length);
        _given += length;
        _unmeasured += length;
    }

    // The fragment leaves its series open, so that the next point may join it.
    private void WriteFragment(DatadogMetric metric, DateTimeOffset time, bool sameSeries)
    {
        if (sameSeries)
        {
            _piece.Write(","u8);
        }
        else if (_points > 0)
        {
            _piece.Write(SeriesEnd);
            _piece.Write(","u8);
        }

        _json.Reset();
        if (!sameSeries)
        {
            WriteSeriesStart(metric);
        }

        _json.WriteStartObject();
        _json.WriteNumber(TimestampName, time.ToUnixTimeSeconds());
        _json.WriteNumber(ValueName, metric.Value);
        _json.WriteEndObject();
        _json.Flush();
    }

    private void WriteSeriesStart(DatadogMetric metric)
    {
        _json.WriteStartObject();
        _json.WriteString(MetricName, MetricText.NormalizeName(metric.Name));
        _json.WriteNumber(TypeName, CodeOf(metric.Type));
        if (!string.IsNullOrEmpty(metric.Unit))
        {
            _json.WriteString(UnitName, MetricText.NormalizeTag(metric.Unit));
        }

        if (metric.IntervalSec is { } interval)
        {
            _json.WriteNumber(IntervalName, interval);
        }

        string? host = string.IsNullOrEmpty(metric.HostName) ? _defaultHost : metric.HostName;
        if (!string.IsNullOrEmpty(host))
        {
            _json.WriteStartArray(ResourcesName);
            _json.WriteStartObject();
            _json.WriteString(NameName, MetricText.NormalizeTag(host));
            _json.WriteString(TypeName, HostType);
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        if (_constantTags.Length + metric.Tags.Count > 0)
        {
            _json.WriteStartArray(TagsName);
            foreach (string tag in _constantTags)
            {
                _json.WriteStringValue(tag);
            }

            foreach (string tag in metric.Tags.AsSpan())
            {
                if (!string.IsNullOrEmpty(tag))
                {
                    _json.WriteStringValue(MetricText.NormalizeTag(tag));
                }
            }

            _json.WriteEndArray();
        }

        _json.WriteStartArray(PointsName);
    }
}
