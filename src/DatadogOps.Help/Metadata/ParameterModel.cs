using System.Reflection;

namespace DatadogOps.Help.Metadata;

/// <summary>One parameter of a cmdlet, as the dll declares it.</summary>
public sealed record ParameterModel
{
    private const string Automation = "System.Management.Automation.";

    /// <summary>Name without the dash.</summary>
    public required string Name { get; init; }

    /// <summary>Declared type; belongs to a metadata context and is never executed.</summary>
    public required Type Type { get; init; }

    /// <summary>Whether it is a public field instead of a property.</summary>
    public bool IsField { get; init; }

    /// <summary>Other names.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>How it binds, one for each parameter set it is in.</summary>
    public required IReadOnlyList<ParameterBinding> Bindings { get; init; }

    /// <summary>All attributes on it.</summary>
    public required IReadOnlyList<CustomAttributeData> Attributes { get; init; }

    /// <summary>Whether it takes values from the pipeline in any way.</summary>
    public bool TakesPipeline => Bindings.Any(binding => binding.ByValue || binding.ByPropertyName);

    /// <summary>Whether it takes wildcards.</summary>
    public bool TakesWildcards => HasAttribute(Automation + "SupportsWildcardsAttribute");

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type.FullName == Automation + "SwitchParameter";

    /// <summary>Type of one value: without <c>[]</c> and without <c>?</c>.</summary>
    public Type ValueType => TypeNames.Unwrap(Type);

    /// <summary>The values that it takes: those of its enum or of its <c>[ValidateSet]</c>; else empty.</summary>
    public IReadOnlyList<string> AcceptedValues
    {
        get
        {
            CustomAttributeData? set = Attributes.FirstOrDefault(a => a.AttributeType.FullName == Automation + "ValidateSetAttribute");
            if (set is { ConstructorArguments: [{ Value: IReadOnlyCollection<CustomAttributeTypedArgument> values }, ..] })
            {
                return [.. values.Select(value => (string)value.Value!)];
            }

            return ValueType.IsEnum
                ? [.. ValueType.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => value.Name)]
                : [];
        }
    }

    /// <summary>How it binds in a set, or null when it is not in it.</summary>
    public ParameterBinding? In(string setName) =>
        Bindings.FirstOrDefault(binding => binding.SetName == setName)
        ?? Bindings.FirstOrDefault(binding => binding.SetName == ParameterBinding.AllSets);

    /// <summary>Whether an attribute of this full type name is on it.</summary>
    public bool HasAttribute(string fullName) => Attributes.Any(attribute => attribute.AttributeType.FullName == fullName);
}
