using System.Text.Json.Nodes;

namespace DatadogOps.Datadog.Definitions;

/// <summary>What publishing a definition would do.</summary>
/// <param name="Body">Body of the request.</param>
/// <param name="Id">Id of the object to update; null to create one.</param>
/// <param name="Differences">The changes, one a line.</param>
public sealed record PublishPlan(JsonObject Body, string? Id, IReadOnlyList<string> Differences)
{
    /// <summary>Whether an object would be created.</summary>
    public bool IsNew => Id is null;

    /// <summary>Whether nothing would change.</summary>
    public bool IsUnchanged => !IsNew && Differences.Count == 0;

    /// <summary><c>Created</c>, <c>Updated</c> or <c>Unchanged</c>: the result of carrying it out.</summary>
    public string Action => IsNew ? "Created" : IsUnchanged ? "Unchanged" : "Updated";
}
