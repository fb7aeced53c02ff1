namespace DatadogOps.Help.Metadata;

/// <summary>One cmdlet, as the dll declares it.</summary>
public sealed record CmdletModel
{
    /// <summary>Verb.</summary>
    public required string Verb { get; init; }

    /// <summary>Noun.</summary>
    public required string Noun { get; init; }

    /// <summary>Name as it is called.</summary>
    public string Name => Verb + "-" + Noun;

    /// <summary>The class; belongs to a metadata context and is never executed.</summary>
    public required Type Type { get; init; }

    /// <summary>Default parameter set, or null when none is named.</summary>
    public string? DefaultParameterSet { get; init; }

    /// <summary>Whether it has -WhatIf and -Confirm.</summary>
    public bool SupportsShouldProcess { get; init; }

    /// <summary>Name of its ConfirmImpact: None, Low, Medium or High.</summary>
    public string ConfirmImpact { get; init; } = "Medium";

    /// <summary>Types that <c>[OutputType]</c> names.</summary>
    public required IReadOnlyList<Type> Outputs { get; init; }

    /// <summary>Type names that <c>[OutputType]</c> gives as text.</summary>
    public IReadOnlyList<string> OutputNames { get; init; } = [];

    /// <summary>Its own parameters, without the common ones.</summary>
    public required IReadOnlyList<ParameterModel> Parameters { get; init; }

    /// <summary>
    /// Names of its parameter sets, the default first; one when it has no named set. A default set that no parameter names
    /// holds the parameters of all sets.
    /// </summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(p => p.Bindings).Select(b => b.SetName).Where(s => s != ParameterBinding.AllSets).Distinct()];
            return named.Length == 0
                ? [ParameterBinding.AllSets]
                : DefaultParameterSet is null ? named : [.. named.Prepend(DefaultParameterSet).Distinct()];
        }
    }

    /// <summary>Classes that it derives from, nearest first.</summary>
    public IEnumerable<Type> BaseTypes
    {
        get
        {
            for (Type? type = Type.BaseType; type is not null; type = type.BaseType)
            {
                yield return type;
            }
        }
    }
}
