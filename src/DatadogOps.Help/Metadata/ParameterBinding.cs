namespace DatadogOps.Help.Metadata;

/// <summary>How a parameter binds in one parameter set: one <c>[Parameter]</c> attribute.</summary>
/// <param name="SetName">Name of the set, or <see cref="AllSets"/>.</param>
/// <param name="Mandatory">Whether the set needs it.</param>
/// <param name="Position">Position, or null for a named parameter.</param>
/// <param name="ByValue">Whether a whole object of the pipeline binds to it.</param>
/// <param name="ByPropertyName">Whether a property of the pipeline's object binds to it.</param>
public sealed record ParameterBinding(string SetName, bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>PowerShell's name for "every parameter set".</summary>
    public const string AllSets = "__AllParameterSets";
}
