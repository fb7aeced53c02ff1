namespace DatadogOps.Datadog.Definitions;

/// <summary>Something that is wrong with a definition.</summary>
public sealed record DefinitionFinding
{
    /// <summary>Name of the monitor.</summary>
    public required string Name { get; init; }

    /// <summary><c>Error</c>: Datadog refuses it. <c>Warning</c>: it is taken, and probably not meant.</summary>
    public required string Severity { get; init; }

    /// <summary>Field, as in the API: <c>options.thresholds.warning</c>; null where Datadog does not say.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do.</summary>
    public required string Advice { get; init; }

    /// <summary>Who found it: <c>Module</c> or <c>Datadog</c>.</summary>
    public required string Source { get; init; }
}
