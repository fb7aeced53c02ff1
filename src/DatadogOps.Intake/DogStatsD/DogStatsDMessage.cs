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

/// <summary>An event.</summary>
internal sealed record DogStatsDEvent(string Title, string Text, IReadOnlyList<string> Tags) : DogStatsDMessage;

/// <summary>A service check.</summary>
internal sealed record DogStatsDServiceCheck(string Name, int Status, string? Message, IReadOnlyList<string> Tags) : DogStatsDMessage;
