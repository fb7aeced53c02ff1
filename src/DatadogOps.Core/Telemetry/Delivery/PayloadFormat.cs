using System.IO.Compression;
using DatadogOps.Telemetry.Http;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Where a kind of payload goes, and Datadog's limits on it (API reference of each address; "Custom log forwarding" for logs).</summary>
internal sealed record PayloadFormat
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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

    /// <summary>How old what is in it may be, at most.</summary>
    public required TimeSpan MaxAge { get; init; }

    /// <summary>How far ahead of now it may be, at most.</summary>
    public TimeSpan MaxAhead { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What one of its items is called, in singular and plural.</summary>
    public required (string One, string Many) Noun { get; init; }

    /// <summary>Name of the array that holds the items, or null where the body itself is the array or the one item.</summary>
    public string? ArrayName { get; init; }

    public bool IsArray { get; init; } = true;

    public static PayloadFormat Series { get; } = new(PayloadKind.Series)
    {
        Path = "api/v2/series",
        Encoding = "gzip",
        MaxSent = SeriesBatch.MaxSentLength,
        MaxRaw = SeriesBatch.MaxRawLength,
        MaxAge = Hour,
        Noun = ("point", "points"),
        ArrayName = "series",
    };

    // The reference gives no numbers for this address; those of series are the strictest that it has.
    public static PayloadFormat Distributions { get; } = new(PayloadKind.Distributions)
    {
        Path = "api/v1/distribution_points",
        Encoding = "deflate",
        MaxSent = SeriesBatch.MaxSentLength,
        MaxRaw = SeriesBatch.MaxRawLength,
        MaxAge = Hour,
        Noun = ("point", "points"),
        ArrayName = "series",
    };

    public static PayloadFormat ServiceChecks { get; } = new(PayloadKind.ServiceChecks)
    {
        Path = "api/v1/check_run",
        MaxSent = SeriesBatch.MaxSentLength,
        MaxRaw = SeriesBatch.MaxSentLength,
        MaxAge = TimeSpan.FromMinutes(10),
        Noun = ("service check", "service checks"),
    };

    public static PayloadFormat Event { get; } = new(PayloadKind.Event)
    {
        Path = "api/v1/events",
        MaxSent = SeriesBatch.MaxSentLength,
        MaxRaw = SeriesBatch.MaxSentLength,
        MaxItems = 1,
        MaxAge = TimeSpan.FromHours(18),
        Noun = ("event", "events"),
        IsArray = false,
    };

    public static PayloadFormat CategorizedEvent { get; } = new(PayloadKind.CategorizedEvent)
    {
        Path = "api/v2/events",
        Service = DatadogService.Events,
        MaxSent = SeriesBatch.MaxSentLength,
        MaxRaw = SeriesBatch.MaxSentLength,
        MaxItems = 1,
        MaxAge = TimeSpan.FromHours(18),
        Noun = ("event", "events"),
        IsArray = false,
    };

    public static PayloadFormat Logs { get; } = new(PayloadKind.Logs)
    {
        Path = "api/v2/logs",
        Service = DatadogService.Logs,
        Encoding = "gzip",
        MaxSent = 5_000_000,
        MaxRaw = 5_000_000,
        MaxItems = 1000,
        MaxAge = TimeSpan.FromHours(18),
        MaxAhead = TimeSpan.FromHours(2),
        Noun = ("log entry", "log entries"),
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
