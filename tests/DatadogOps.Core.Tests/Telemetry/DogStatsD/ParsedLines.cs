namespace DatadogOps.Tests.Telemetry.DogStatsD;

/// <summary>What a line about metrics says; a set has members, everything else numbers.</summary>
internal sealed record ParsedMetric(string Name, IReadOnlyList<string> RawValues, string Type)
{
    public IReadOnlyList<double> Values { get; init; } = [];

    public double Value => Values.Single();

    public IReadOnlyList<string> Tags { get; init; } = [];

    public double Rate { get; init; } = 1;

    public long? Timestamp { get; init; }

    public ParsedOrigin Origin { get; init; } = new();
}

internal sealed record ParsedEvent(string Title, string Text)
{
    public long? Timestamp { get; init; }

    public string? HostName { get; init; }

    public string? AggregationKey { get; init; }

    public string Priority { get; init; } = "normal";

    public string? Source { get; init; }

    public string AlertType { get; init; } = "info";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public ParsedOrigin Origin { get; init; } = new();
}

internal sealed record ParsedServiceCheck(string Name, int Status)
{
    public long? Timestamp { get; init; }

    public string? HostName { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Message { get; init; }

    public ParsedOrigin Origin { get; init; } = new();
}

internal sealed record ParsedOrigin(string? Container = null, string? ExternalData = null, string? Cardinality = null);
