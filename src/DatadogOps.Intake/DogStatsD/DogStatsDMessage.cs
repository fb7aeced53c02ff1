namespace DatadogOps.Intake.DogStatsD;

/// <summary>Type letter of a metric.</summary>
internal enum DogStatsDType
{
    Gauge,
    Count,
    Histogram,
    Distribution,
    Set,
    Timing,
}

/// <summary>One line of the protocol.</summary>
internal abstract record DogStatsDMessage;

/// <summary>A metric with one value or several.</summary>
internal sealed record DogStatsDMetric(
    string Name,
    DogStatsDType Type,
    IReadOnlyList<double> Values,
    string? SetValue,
    double SampleRate,
    IReadOnlyList<string> Tags,
    long? Timestamp) : DogStatsDMessage;

/// <summary>An event. Its text holds newlines as such.</summary>
internal sealed record DogStatsDEvent(string Title, string Text) : DogStatsDMessage
{
    public long? Timestamp { get; init; }

    public string? Host { get; init; }

    public string? AggregationKey { get; init; }

    public string? Priority { get; init; }

    public string? SourceTypeName { get; init; }

    public string? AlertType { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>A service check.</summary>
internal sealed record DogStatsDServiceCheck(string Name, int Status) : DogStatsDMessage
{
    public string? Message { get; init; }

    public long? Timestamp { get; init; }

    public string? Host { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
}
