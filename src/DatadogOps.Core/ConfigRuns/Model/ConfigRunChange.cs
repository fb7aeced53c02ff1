namespace DatadogOps.ConfigRuns.Model;

/// <summary>A property that a run changed or would change. Values that are not reported, or secret, are null or masked.</summary>
/// <param name="Property">Name of the property.</param>
/// <param name="Before">Value before.</param>
/// <param name="After">Value after, or desired value.</param>
public sealed record ConfigRunChange(string Property, string? Before, string? After)
{
    /// <summary><c>mode: 0600 -> 0644</c>.</summary>
    public override string ToString() =>
        Before is null && After is null ? Property
        : Before is null ? $"{Property}: {After}"
        : $"{Property}: {Before} -> {After}";
}
