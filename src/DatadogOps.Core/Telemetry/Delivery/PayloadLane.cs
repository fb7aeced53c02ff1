using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Whether an item fitted into a payload.</summary>
internal enum PayloadFit
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>The payload is full; nothing was changed.</summary>
    Full,

    /// <summary>The item alone exceeds a limit of Datadog's; nothing was changed.</summary>
    TooLarge,
}

/// <summary>
/// The body of a request, filled up to Datadog's limits. Both lengths are measured: that of the JSON as it is written, and the
/// compressed one by flushing the compressor whenever the bytes it holds back could matter. Used by one thread at a time.
/// </summary>
internal abstract class PayloadLane : IDisposable
{
    // The compressor gets its input in pieces of this size; each call into it has a price.
    private const int PieceLength = 32 * 1024;

    // With less than this left, measuring ever smaller pieces costs more than it gains.
    private const int NearlyFull = 24 * 1024;

    // Header and trailer of gzip, and the end of the last block.
    private const int Frame = 64;

    private readonly byte[] _opening;
    private readonly byte[] _closing;
    private PayloadBuffer? _sent;
    private Stream? _compressor;
    private int _mark;
    private int _given; // bytes of JSON that the compressor has
    private int _unmeasured; // of these, bytes given since its output was last measured
    private int _measured; // bytes of its output then
    private long _oldest = long.MaxValue;
    private long _newest = long.MinValue;

    private protected PayloadLane(PayloadFormat format, byte[] opening, byte[] closing)
    {
        Format = format;
        _opening = opening;
        _closing = closing;

        // The bodies go to an API, not into a web page: characters beyond ASCII need no escape.
        Json = new Utf8JsonWriter((IBufferWriter<byte>)Body, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Items in the payload.</summary>
    public int Items { get; private set; }

    protected PayloadFormat Format { get; }

    /// <summary>Where the JSON of the current item goes.</summary>
    protected PayloadBuffer Body { get; } = new(2 * PieceLength);

    /// <summary>A writer to <see cref="Body"/>.</summary>
    protected Utf8JsonWriter Json { get; }

    /// <summary>Length of the current item's JSON.</summary>
    protected int ItemLength => Body.Written - _mark;

    /// <summary>Finishes the payload and begins a new one; null if there are no items.</summary>
    public DatadogPayload? Take()
    {
        if (Items == 0)
        {
            return null;
        }

        Body.Write(_closing);
        Give(Body.Written);
        CloseCompressor();
        var payload = new DatadogPayload(Format.Kind, _sent!)
        {
            Items = Items,
            RawLength = _given,
            Oldest = DateTimeOffset.FromUnixTimeSeconds(_oldest),
            Newest = DateTimeOffset.FromUnixTimeSeconds(_newest),
        };
        Debug.Assert(payload.Body.Length <= Format.MaxSent && _given <= Format.MaxRaw, "The limits are checked before.");
        _sent = null;
        Clear();
        return payload;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        Body.Dispose();
        Json.Dispose();
    }

    /// <summary>Begins an item, whose JSON then goes to <see cref="Body"/>.</summary>
    protected void Begin()
    {
        if (_sent is null)
        {
            _sent = new PayloadBuffer(64 * 1024);
            _compressor = Format.Compress(_sent);
            Body.Write(_opening);
        }

        _mark = Body.Written;
    }

    /// <summary>Ends the item, and keeps it if it fits.</summary>
    /// <param name="unixSeconds">Time of the item.</param>
    protected PayloadFit End(long unixSeconds)
    {
        if (ItemLength > Format.MaxItemLength)
        {
            Body.Written = _mark;
            return PayloadFit.TooLarge;
        }

        if (Items >= Format.MaxItems || IsRawFull || !FitsCompressed())
        {
            if (Items > 0)
            {
                Body.Written = _mark;
                return PayloadFit.Full;
            }

            // The first item, and perhaps too large: its real length decides.
            if (IsRawFull || MeasureAll() > Format.MaxSent)
            {
                Clear();
                return PayloadFit.TooLarge;
            }
        }

        Items++;
        _oldest = Math.Min(_oldest, unixSeconds);
        _newest = Math.Max(_newest, unixSeconds);
        if (Body.Written >= PieceLength)
        {
            Give(Body.Written);
        }

        return PayloadFit.Added;
    }

    /// <summary>Empties the payload.</summary>
    protected virtual void Clear()
    {
        CloseCompressor();
        _sent?.Dispose();
        _sent = null;
        Body.Written = 0;
        _given = _unmeasured = _measured = Items = 0;
        (_oldest, _newest) = (long.MaxValue, long.MinValue);
    }

    // At worst a compressor makes its input longer: by 5 bytes in 16 KB where it stores, by an eighth with the quick one of zlib-ng,
    // which .NET uses (deflateBound in zlib and zlib-ng).
    private static int WorstCase(int length) => length + (length / 8) + 1024;

    private bool IsRawFull => _given + Body.Written + _closing.Length > Format.MaxRaw;

    // True if the payload, finished now, is surely within the limit. May pass the piece up to the mark to the compressor.
    private bool FitsCompressed()
    {
        if (Format.Encoding is null || _measured + WorstCase(_unmeasured + Body.Written) + Frame <= Format.MaxSent)
        {
            return true;
        }

        if (Format.MaxSent - _measured < NearlyFull)
        {
            return false;
        }

        Give(_mark);
        _mark = 0;
        Measure();
        return _measured + WorstCase(Body.Written) + Frame <= Format.MaxSent;
    }

    private int MeasureAll()
    {
        Give(Body.Written);
        Measure();
        return _measured + Frame;
    }

    private void Measure()
    {
        _compressor!.Flush();
        _measured = _sent!.Written;
        _unmeasured = 0;
    }

    private void Give(int length)
    {
        _compressor!.Write(Body.Span[..length]);
        Body.RemoveFirst(length);
        _given += length;
        _unmeasured += length;
    }

    private void CloseCompressor()
    {
        if (_compressor != _sent)
        {
            _compressor?.Dispose();
        }

        _compressor = null;
    }
}

/// <summary>All that is particular to one kind of item sent by the API: its rules, its JSON, and its limits.</summary>
/// <typeparam name="T">The item.</typeparam>
internal abstract class PayloadLane<T> : PayloadLane
    where T : class
{
    private readonly string[] _constantTags;
    private readonly string? _defaultHost;

    private protected PayloadLane(PayloadFormat format, TagSet constantTags, string? defaultHost, byte[] opening, byte[] closing)
        : base(format, opening, closing)
    {
        _constantTags = [.. constantTags];
        _defaultHost = string.IsNullOrEmpty(defaultHost) ? null : MetricText.NormalizeTag(defaultHost);
    }

    private protected PayloadLane(PayloadFormat format, TagSet constantTags, string? defaultHost)
        : this(format, constantTags, defaultHost, format.IsArray ? "["u8.ToArray() : [], format.IsArray ? "]"u8.ToArray() : [])
    {
    }

    /// <summary>The item before, in the same payload.</summary>
    protected T? Last { get; private set; }

    /// <summary>Number of tags that every item gets.</summary>
    protected int ConstantTags => _constantTags.Length;

    /// <summary>Why Datadog would not accept the item; null if it would.</summary>
    public virtual OperationException? Check(T item, DateTimeOffset now) => CheckItem(item) ?? CheckTime(item, now);

    /// <summary>Adds an item that passed <see cref="Check"/>.</summary>
    public PayloadFit TryAdd(T item, DateTimeOffset now)
    {
        DateTimeOffset time = TimeOf(item) ?? now;
        Begin();
        Write(item, time);
        PayloadFit fit = End(time.ToUnixTimeSeconds());
        if (fit == PayloadFit.Added)
        {
            Last = item;
        }

        return fit;
    }

    /// <summary>The error for an item that exceeds a limit alone.</summary>
    public virtual OperationException TooLarge(T item) => Refuse(
        item, Format.Ids.TooLarge, "it is larger than a request may be", "Use fewer tags, or a shorter text.");

    /// <summary>Why the item itself is not acceptable; null if it is.</summary>
    protected abstract OperationException? CheckItem(T item);

    /// <summary>Writes the item's JSON.</summary>
    protected abstract void Write(T item, DateTimeOffset time);

    protected abstract DateTimeOffset? TimeOf(T item);

    /// <summary>The item's name, for messages.</summary>
    protected abstract string NameOf(T item);

    protected OperationException Refuse(T item, string errorId, string reason, string advice) => new(
        errorId, OperationErrorKind.InvalidInput, NameOf(item), $"The {Format.Noun.One} {MetricRules.Quote(NameOf(item))} was refused: {reason}.", advice);

    protected OperationException? CheckTags(T item, TagSet tags, string? hostName) =>
        MetricRules.TooLongTag(tags, hostName) is { } reason ? Refuse(item, Format.Ids.TagInvalid, reason, "Shorten it, or remove it.") : null;

    /// <summary>The host to write: the item's own, or the default; null for none.</summary>
    protected string? HostOf(string? host) => string.IsNullOrEmpty(host) ? _defaultHost : MetricText.NormalizeTag(host);

    /// <summary>Begins an item that is a JSON object.</summary>
    protected Utf8JsonWriter BeginItem()
    {
        if (Last is not null)
        {
            Body.Write(","u8);
        }

        Json.Reset();
        Json.WriteStartObject();
        return Json;
    }

    /// <summary>Ends the item that <see cref="BeginItem"/> began.</summary>
    protected void EndItem()
    {
        Json.WriteEndObject();
        Json.Flush();
    }

    protected void WriteIfAny(ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Json.WriteString(name, value);
        }
    }

    protected void WriteTags(TagSet tags)
    {
        if (_constantTags.Length + tags.Count == 0)
        {
            return;
        }

        Json.WriteStartArray("tags"u8);
        foreach (string tag in _constantTags)
        {
            Json.WriteStringValue(tag);
        }

        foreach (string tag in tags.AsSpan())
        {
            Json.WriteStringValue(tag);
        }

        Json.WriteEndArray();
    }

    protected IEnumerable<string> TagsOf(TagSet tags) => _constantTags.Concat(tags);

    protected static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override void Clear()
    {
        Last = null;
        base.Clear();
    }

    private OperationException? CheckTime(T item, DateTimeOffset now)
    {
        if (TimeOf(item) is not { } time)
        {
            return null;
        }

        TimeSpan age = now - time;
        string at = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return age > Format.MaxAge
            ? Refuse(
                item,
                Format.Ids.TooOld,
                $"its time {at} is {MetricRules.Describe(age)} ago, and Datadog accepts {MetricRules.Describe(Format.MaxAge)}",
                "Check the clock of the machine that observed it. Older items cannot be delivered.")
            : -age > Format.MaxAhead
                ? Refuse(
                    item,
                    Format.Ids.TooFarAhead,
                    $"its time {at} is {MetricRules.Describe(-age)} ahead of this machine's clock",
                    "Check the clocks of this machine and of the one that observed it.")
                : null;
    }
}
