namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>One payload in the spool.</summary>
public sealed record DatadogSpoolEntry
{
    /// <summary>Where it goes, and nowhere else: a site's name or an address. Empty where the file does not say.</summary>
    public required string Site { get; init; }

    /// <summary>What it holds; null where the file does not say.</summary>
    public string? Kind { get; init; }

    /// <summary>What becomes of it.</summary>
    public required string State { get; init; }

    /// <summary>Points, events, checks or entries in it.</summary>
    public int Items { get; init; }

    /// <summary>Bytes on disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>When it was put there.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Time of the oldest item.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>Time of the newest item.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }
}
