using System.IO.Compression;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Where a kind of payload goes, and Datadog's limits on it (API reference of each address; "Custom log forwarding" for logs).</summary>
internal sealed record PayloadFormat
{
    // API reference, "Submit metrics".
    private const int MaxSeriesSent = 512_000;
    private const int MaxSeriesRaw = 5_242_880;

    private static readonly (string, string, string, string) MetricIds =
        (TelemetryErrorIds.MetricTagInvalid, TelemetryErrorIds.MetricTooLarge, TelemetryErrorIds.MetricTooOld, TelemetryErrorIds.MetricTooFarAhead);

    private static readonly (string, string, string, string) ServiceCheckIds =
        (TelemetryErrorIds.ServiceCheckTagInvalid, TelemetryErrorIds.ServiceCheckTooLarge, TelemetryErrorIds.ServiceCheckTooOld, TelemetryErrorIds.ServiceCheckTooFarAhead);

    private static readonly (string, string, string, string) EventIds =
        (TelemetryErrorIds.EventTagInvalid, TelemetryErrorIds.EventTooLarge, TelemetryErrorIds.EventTooOld, TelemetryErrorIds.EventTooFarAhead);

    private static readonly (string, string, string, string) LogIds =
        (TelemetryErrorIds.LogTagInvalid, TelemetryErrorIds.LogTooLarge, TelemetryErrorIds.LogTooOld, TelemetryErrorIds.LogTooFarAhead);

    private PayloadFormat(PayloadKind kind) => Kind = kind;

    public PayloadKind Kind { get; }

    public required string Path { get; init; }

    public DatadogService Service { get; init; }

    /// <summary>Content-Encoding, or null for none: what the reference of the address names.</summary>
    public string? Encoding { get; init; }

    /// <summary>Bytes as sent, at most.</summary>
    public required int MaxSent { get; init; }

    /// <summary>Bytes before compression, at most.</summary>
    public required int MaxRaw { get; init; }

    public int MaxItems { get; init; } = int.MaxValue;

    /// <summary>Maximum length of one item's JSON in bytes.</summary>
    public int MaxItemLength { get; init; } = int.MaxValue;

    /// <summary>Maximum age of an item.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>How far an item may be in the future.</summary>
    public TimeSpan MaxAhead { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one of its items is called, in singular and plural.</summary>
    public required (string One, string Many) Noun { get; init; }

    /// <summary>Error ids of an item that is refused.</summary>
    public required (string TagInvalid, string TooLarge, string TooOld, string TooFarAhead) Ids { get; init; }

    /// <summary>Name of the array that holds the items, or null where the body itself is the array or the one item.</summary>
    public string? ArrayName { get; init; }

    public bool IsArray { get; init; } = true;

    public static PayloadFormat Series { get; } = new(PayloadKind.Series)
    {
        Path = "api/v2/series",
        Encoding = "gzip",
        MaxSent = MaxSeriesSent,
        MaxRaw = MaxSeriesRaw,
        MaxAge = MetricRules.MaxAge,
        Noun = ("point", "points"),
        ArrayName = "series",
        Ids = MetricIds,
    };

    // The reference gives no numbers for this address; those of series are the strictest that it has.
    public static PayloadFormat Distributions { get; } = new(PayloadKind.Distributions)
    {
        Path = "api/v1/distribution_points",
        Encoding = "deflate",
        MaxSent = MaxSeriesSent,
        MaxRaw = MaxSeriesRaw,
        MaxAge = MetricRules.MaxAge,
        Noun = ("point", "points"),
        ArrayName = "series",
        Ids = MetricIds,
    };

    public static PayloadFormat ServiceChecks { get; } = new(PayloadKind.ServiceChecks)
    {
        Path = "api/v1/check_run",
        MaxSent = MaxSeriesSent,
        MaxRaw = MaxSeriesSent,
        MaxAge = TimeSpan.FromMinutes(10),
        Noun = ("service check", "service checks"),
        Ids = ServiceCheckIds,
    };

    public static PayloadFormat Event { get; } = new(PayloadKind.Event)
    {
        Path = "api/v1/events",
        MaxSent = MaxSeriesSent,
        MaxRaw = MaxSeriesSent,
        MaxItems = 1,
        MaxAge = TimeSpan.FromHours(18),
        Noun = ("event", "events"),
        IsArray = false,
        Ids = EventIds,
    };

    public static PayloadFormat CategorizedEvent { get; } = new(PayloadKind.CategorizedEvent)
    {
        Path = "api/v2/events",
        Service = DatadogService.Events,
        MaxSent = MaxSeriesSent,
        MaxRaw = MaxSeriesSent,
        MaxItems = 1,
        MaxAge = TimeSpan.FromHours(18),
        Noun = ("event", "events"),
        IsArray = false,
        Ids = EventIds,
    };

    public static PayloadFormat Logs { get; } = new(PayloadKind.Logs)
    {
        Path = "api/v2/logs",
        Service = DatadogService.Logs,
        Encoding = "gzip",
        MaxSent = 5_000_000,
        MaxRaw = 5_000_000,
        MaxItems = 1000,
        MaxItemLength = 1_000_000,
        MaxAge = TimeSpan.FromHours(18),
        MaxAhead = TimeSpan.FromHours(2),
        Noun = ("log entry", "log entries"),
        Ids = LogIds,
    };

    public static PayloadFormat Of(PayloadKind kind) => kind switch
    {
        PayloadKind.Series => Series,
        PayloadKind.Distributions => Distributions,
        PayloadKind.ServiceChecks => ServiceChecks,
        PayloadKind.Event => Event,
        PayloadKind.CategorizedEvent => CategorizedEvent,
        _ => Logs,
    };

    /// <summary>How many of them, in words.</summary>
    public string Count(long items) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{items} {(items == 1 ? Noun.One : Noun.Many)}");

    /// <summary>A stream that compresses into another; the other itself where nothing is compressed.</summary>
    public Stream Compress(Stream target) => Encoding switch
    {
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true), // what HTTP calls deflate is zlib's format (RFC 9110, 8.4.1.2)
        _ => target,
    };

    public Stream Decompress(Stream source) => Encoding switch
    {
        "gzip" => new GZipStream(source, CompressionMode.Decompress),
        "deflate" => new ZLibStream(source, CompressionMode.Decompress),
        _ => source,
    };
}
