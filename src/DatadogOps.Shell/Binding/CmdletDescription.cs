using System.Management.Automation;
using System.Reflection;

namespace DatadogOps.Shell.Binding;

/// <summary>A cmdlet class and its parameters.</summary>
public sealed class CmdletDescription
{
    private readonly List<string> _setNames = [];

    internal CmdletDescription(Type type, CmdletAttribute attribute)
    {
        Type = type;
        Name = attribute.VerbName + "-" + attribute.NounName;
        SupportsShouldProcess = attribute.SupportsShouldProcess;
        ConfirmImpact = attribute.ConfirmImpact;
        var parameters = new List<CmdletParameter>();
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.IsDefined(typeof(ParameterAttribute), true))
            {
                parameters.Add(new CmdletParameter(property, FlagOf));
            }
        }

        foreach ((string name, string alias, Type common) in CommonParameters.All)
        {
            parameters.Add(new CmdletParameter(name, alias, common));
        }

        if (SupportsShouldProcess)
        {
            foreach ((string name, string alias, Type common) in CommonParameters.ShouldProcess)
            {
                parameters.Add(new CmdletParameter(name, alias, common));
            }
        }

        Parameters = parameters;
        PipelineParameters = parameters.FindAll(p => p.TakesPipeline);
        MandatoryParameters = parameters.FindAll(p => p.IsMandatorySomewhere);
        DefaultSetName = attribute.DefaultParameterSetName;
        DefaultSet = DefaultSetName is { } set && set != ParameterAttribute.AllParameterSets ? FlagOf(set) : 0;
    }

    /// <summary>Verb and noun.</summary>
    public string Name { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>Whether it has -WhatIf and -Confirm.</summary>
    public bool SupportsShouldProcess { get; }

    /// <summary>How grave it is.</summary>
    public ConfirmImpact ConfirmImpact { get; }

    /// <summary>Own parameters in the order of their declaration, then the common ones.</summary>
    public IReadOnlyList<CmdletParameter> Parameters { get; }

    /// <summary>Those that take pipeline input in some set.</summary>
    internal IReadOnlyList<CmdletParameter> PipelineParameters { get; }

    /// <summary>Those that are mandatory in some set.</summary>
    internal IReadOnlyList<CmdletParameter> MandatoryParameters { get; }

    /// <summary>Names of the sets; empty when there is only one, without a name.</summary>
    public IReadOnlyList<string> SetNames => _setNames;

    /// <summary>Name of the default set, or null.</summary>
    public string? DefaultSetName { get; }

    /// <summary>Bit of the default set; 0 for none.</summary>
    internal uint DefaultSet { get; }

    /// <summary>Bits of all named sets.</summary>
    internal uint AllSets => _setNames.Count == 0 ? 0 : _setNames.Count == 32 ? uint.MaxValue : (1u << _setNames.Count) - 1;

    /// <summary>Name of the set with this bit.</summary>
    internal string NameOfSet(uint flag)
    {
        for (int i = 0; i < _setNames.Count; i++)
        {
            if (flag == 1u << i)
            {
                return _setNames[i];
            }
        }

        return ParameterAttribute.AllParameterSets;
    }

    /// <summary>The parameter that a name means: in full, or by a beginning that only one has.</summary>
    /// <exception cref="ParameterBindingException">None has it, or several.</exception>
    public CmdletParameter Find(string name)
    {
        if (name == "?")
        {
            throw new BindingException("HelpRequested", name, $"For help use: ddops help {Name}");
        }

        foreach (CmdletParameter parameter in Parameters)
        {
            if (parameter.IsNamed(name))
            {
                return parameter;
            }
        }

        var matches = new List<CmdletParameter>();
        foreach (CmdletParameter parameter in Parameters)
        {
            if (parameter.HasPrefix(name))
            {
                matches.Add(parameter);
            }
        }

        // The cmdlet's own parameters come before those that all have, as in PowerShell.
        if (matches.Count > 1 && matches.FindAll(m => !m.IsCommon) is { Count: 1 } own)
        {
            matches = own;
        }

        return matches.Count switch
        {
            1 => matches[0],
            0 => throw new BindingException("NamedParameterNotFound", name, $"A parameter cannot be found that matches parameter name '{name}'."),
            _ => throw new BindingException("AmbiguousParameter", name,
                $"Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible matches include: {string.Join(' ', matches.ConvertAll(m => "-" + m.Name))}."),
        };
    }

    private uint FlagOf(string setName)
    {
        if (setName == ParameterAttribute.AllParameterSets)
        {
            return uint.MaxValue;
        }

        int index = _setNames.FindIndex(s => s.Equals(setName, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            index = _setNames.Count;
            _setNames.Add(setName);
        }

        return 1u << index;
    }
}
