namespace DatadogOps.Samples;

/// <summary>What the samples return.</summary>
public sealed class PgSample
{
    public string? HostName { get; init; }

    public int Count { get; init; }
}
