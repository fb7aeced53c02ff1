using System.Text.Json.Nodes;

namespace DatadogOps.Datadog.Definitions;

/// <summary>What publishing a definition would do; read, and not yet done.</summary>
/// <param name="Body">Body of the request.</param>
/// <param name="Id">What it would replace; null where it would be created.</param>
/// <param name="Differences">What would change, a line each.</param>
public sealed record PublishPlan(JsonObject Body, string? Id, IReadOnlyList<string> Differences)
{
    /// <summary>Whether it would be created.</summary>
    public bool IsNew => Id is null;

    /// <summary>Whether nothing would change, so that no write is needed.</summary>
    public bool IsUnchanged => !IsNew && Differences.Count == 0;

    /// <summary><c>Created</c>, <c>Updated</c> or <c>Unchanged</c>: what carrying it out amounts to.</summary>
    public string Action => IsNew ? "Created" : IsUnchanged ? "Unchanged" : "Updated";
}
