using System.Management.Automation;
using System.Reflection;

namespace DatadogOps.Shell.Binding;

/// <summary>What a parameter is in one parameter set.</summary>
/// <param name="SetName">Name of the set, or the name that stands for all.</param>
/// <param name="Flag">Bit of the set; all bits for all sets.</param>
/// <param name="Attribute">The declaration.</param>
public sealed record SetMembership(string SetName, uint Flag, ParameterAttribute Attribute);

/// <summary>One parameter of a cmdlet, as its attributes declare it.</summary>
public sealed class CmdletParameter
{
    private readonly PropertyInfo? _property;

    internal CmdletParameter(PropertyInfo property, Func<string, uint> flagOf)
    {
        _property = property;
        Name = property.Name;
        Type = property.PropertyType;
        var sets = new List<SetMembership>();
        var validations = new List<ValidateArgumentsAttribute>();
        var transformations = new List<ArgumentTransformationAttribute>();
        foreach (object attribute in property.GetCustomAttributes(true))
        {
            switch (attribute)
            {
                case ParameterAttribute parameter:
                    sets.Add(new SetMembership(parameter.ParameterSetName, flagOf(parameter.ParameterSetName), parameter));
                    break;
                case AliasAttribute alias:
                    Aliases = [.. Aliases, .. alias.AliasNames];
                    break;
                case ValidateArgumentsAttribute validation:
                    validations.Add(validation);
                    break;
                case ArgumentTransformationAttribute transformation:
                    transformations.Add(transformation);
                    break;
                case ArgumentCompleterAttribute completer:
                    Completer = completer.Type;
                    break;
                case AllowNullAttribute:
                    AllowsNull = true;
                    break;
                case AllowEmptyStringAttribute:
                    AllowsEmptyString = true;
                    break;
                case AllowEmptyCollectionAttribute:
                    AllowsEmptyCollection = true;
                    break;
            }
        }

        Sets = sets;
        Validations = validations;
        Transformations = transformations;
        foreach (SetMembership set in sets)
        {
            SetFlags |= set.Flag;
            IsMandatorySomewhere |= set.Attribute.Mandatory;
            TakesPipeline |= set.Attribute.ValueFromPipeline || set.Attribute.ValueFromPipelineByPropertyName;
        }
    }

    internal CmdletParameter(string name, string alias, Type type)
    {
        Name = name;
        Type = type;
        Aliases = [alias];
        Sets = [new SetMembership(ParameterAttribute.AllParameterSets, uint.MaxValue, new ParameterAttribute())];
        SetFlags = uint.MaxValue;
        IsCommon = true;
    }

    /// <summary>Name without its dash.</summary>
    public string Name { get; }

    /// <summary>Type of the property.</summary>
    public Type Type { get; }

    /// <summary>Other names.</summary>
    public string[] Aliases { get; } = [];

    /// <summary>The parameter in each of its sets.</summary>
    public IReadOnlyList<SetMembership> Sets { get; }

    /// <summary>Bits of all its sets.</summary>
    public uint SetFlags { get; }

    /// <summary>Whether every cmdlet has it.</summary>
    public bool IsCommon { get; }

    /// <summary>Whether it is a switch.</summary>
    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>Mandatory in one set at least.</summary>
    public bool IsMandatorySomewhere { get; }

    /// <summary>Takes pipeline input in one set at least.</summary>
    public bool TakesPipeline { get; }

    /// <summary>Class of its completer, or null.</summary>
    public Type? Completer { get; }

    internal bool AllowsNull { get; }

    internal bool AllowsEmptyString { get; }

    internal bool AllowsEmptyCollection { get; }

    internal IReadOnlyList<ValidateArgumentsAttribute> Validations { get; } = [];

    internal IReadOnlyList<ArgumentTransformationAttribute> Transformations { get; } = [];

    /// <summary>Whether a name, in full, is this parameter's.</summary>
    public bool IsNamed(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Aliases, a => a.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether this parameter's name or one of its aliases begins so.</summary>
    public bool HasPrefix(string prefix) =>
        Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Aliases, a => a.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it exists in one of these sets.</summary>
    internal bool IsIn(uint sets) => (SetFlags & sets) != 0;

    /// <summary>Whether some membership among these sets has a property.</summary>
    internal bool Any(uint sets, Func<ParameterAttribute, bool> test)
    {
        foreach (SetMembership set in Sets)
        {
            if ((set.Flag & sets) != 0 && test(set.Attribute))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Bits of the sets in which a property holds.</summary>
    internal uint FlagsWhere(Func<ParameterAttribute, bool> test)
    {
        uint flags = 0;
        foreach (SetMembership set in Sets)
        {
            flags |= test(set.Attribute) ? set.Flag : 0;
        }

        return flags;
    }

    internal object? Get(object cmdlet) => _property?.GetValue(cmdlet);

    internal void Set(object cmdlet, object? value) => _property?.SetValue(cmdlet, value);
}
