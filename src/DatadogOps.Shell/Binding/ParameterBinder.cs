using System.Collections;
using System.Management.Automation;
using System.Reflection;
using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Binding;

/// <summary>
/// Brings arguments and pipeline objects into a cmdlet's parameters by PowerShell's rules: names, then positions, then
/// what is left; for each pipeline object by value before by property name, and without conversion before with it.
/// </summary>
internal sealed class ParameterBinder(Cmdlet cmdlet, CmdletDescription description, CommonParameters common, InvocationInfo invocation, EngineIntrinsics engine)
{
    private readonly ArgumentPreparer _values = new(engine);
    private readonly HashSet<CmdletParameter> _bound = [];
    private readonly Dictionary<CmdletParameter, object?> _defaults = [];
    private readonly List<CmdletParameter> _boundByPipeline = [];
    private uint _sets = uint.MaxValue;
    private uint _setsOfCommandLine;
    private string _setName = ParameterAttribute.AllParameterSets;

    /// <summary>The parameter sets that are still possible.</summary>
    public uint Sets => _sets;

    private uint AllSets => description.AllSets == 0 ? 1 : description.AllSets;

    /// <summary>Binds what stands on the command line.</summary>
    /// <exception cref="BindingException">The arguments do not fit.</exception>
    public void BindCommandLine(IReadOnlyList<Argument> arguments, bool expectingInput)
    {
        _sets = AllSets;
        new CommandLineBinder(this, description).Bind(arguments);
        if (expectingInput)
        {
            NarrowBeforeInput();
        }
        else
        {
            ChooseSet();
            RequireMandatory();
        }

        _setsOfCommandLine = _sets;
        CmdletBridge.SetParameterSet(cmdlet, _setName);
    }

    /// <summary>Binds one object of the pipeline, after undoing what the object before it bound.</summary>
    /// <exception cref="BindingException">It fits nowhere, or only badly.</exception>
    public void BindInput(object? input)
    {
        Reset();
        BindingException? conversion = null;
        bool any = false;
        for (int step = 0; step < 4 && _boundByPipeline.Count < description.PipelineParameters.Count; step++)
        {
            any |= BindInput(input, byProperty: step is 1 or 3, coerce: step >= 2, ref conversion);
        }

        if (!any)
        {
            throw conversion ?? new BindingException("InputObjectNotBound", null,
                "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.");
        }

        ChooseSet();
        if (MissingMandatory(_sets) is { Count: > 0 } missing)
        {
            throw new BindingException("InputObjectMissingMandatory", null,
                $"The input object cannot be bound because it did not contain the information required to bind all mandatory parameters: {Names(missing)}");
        }

        CmdletBridge.SetParameterSet(cmdlet, _setName);
    }

    private void Reset()
    {
        _sets = _setsOfCommandLine;
        foreach (CmdletParameter parameter in _boundByPipeline)
        {
            parameter.Set(cmdlet, _defaults[parameter]);
            _bound.Remove(parameter);
            invocation.BoundParameters.Remove(parameter.Name);
        }

        _boundByPipeline.Clear();
    }

    // Sets whose mandatory parameters neither are there nor can come along the pipeline are out, if that leaves any.
    private void NarrowBeforeInput()
    {
        uint possible = 0;
        foreach (uint set in ParameterSets.Each(_sets))
        {
            if (MissingMandatory(set).TrueForAll(p => p.Any(set, TakesInput)))
            {
                possible |= set;
            }
        }

        if (possible == 0)
        {
            uint told = (_sets & description.DefaultSet) != 0 ? description.DefaultSet : ParameterSets.First(_sets);
            throw MissingParameters(MissingMandatory(told).FindAll(p => !p.Any(told, TakesInput)));
        }

        _sets = possible;
        uint chosen = (possible & description.DefaultSet) != 0 ? description.DefaultSet : ParameterSets.First(possible);
        _setName = description.NameOfSet(chosen);
    }

    private void ChooseSet()
    {
        if ((_sets & (_sets - 1)) != 0)
        {
            uint complete = 0;
            foreach (uint set in ParameterSets.Each(_sets))
            {
                complete |= MissingMandatory(set).Count == 0 ? set : 0;
            }

            if ((_sets & description.DefaultSet) != 0)
            {
                _sets = description.DefaultSet;
            }
            else if (complete != 0 && (complete & (complete - 1)) == 0)
            {
                _sets = complete;
            }
            else
            {
                throw AmbiguousSet();
            }
        }

        _setName = description.NameOfSet(description.SetNames.Count == 0 ? 0 : _sets);
    }

    private void RequireMandatory()
    {
        if (MissingMandatory(_sets) is { Count: > 0 } missing)
        {
            throw MissingParameters(missing);
        }
    }

    private List<CmdletParameter> MissingMandatory(uint sets)
    {
        var missing = new List<CmdletParameter>();
        foreach (CmdletParameter parameter in description.MandatoryParameters)
        {
            if (!_bound.Contains(parameter) && parameter.Any(sets, a => a.Mandatory))
            {
                missing.Add(parameter);
            }
        }

        return missing;
    }

    private bool BindInput(object? input, bool byProperty, bool coerce, ref BindingException? conversion)
    {
        bool any = false;
        // The default set is asked first; what it takes may rule the others out.
        if ((description.DefaultSet & _sets) != 0)
        {
            any = BindInput(input, description.DefaultSet, byProperty, coerce, ref conversion);
        }

        return any | BindInput(input, _sets, byProperty, coerce, ref conversion);
    }

    private bool BindInput(object? input, uint sets, bool byProperty, bool coerce, ref BindingException? conversion)
    {
        bool any = false;
        foreach (CmdletParameter parameter in description.PipelineParameters)
        {
            if (_bound.Contains(parameter)
                || !parameter.Any(sets & _sets, byProperty ? ByName : ByValue))
            {
                continue;
            }

            object? value = input;
            if (byProperty && !TryProperty(parameter, input, out value))
            {
                continue;
            }

            try
            {
                any |= Bind(parameter, value, coerce, byPipeline: true);
            }
            catch (BindingException failure) when (failure.IsConversion)
            {
                conversion ??= failure;
            }
        }

        return any;
    }

    private static bool TryProperty(CmdletParameter parameter, object? input, out object? value)
    {
        value = null;
        if (input is null || CmdletBridge.Unwrap(input) is string or IDictionary)
        {
            return false;
        }

        PSObject wrapped = PSObject.AsPSObject(input);
        PSPropertyInfo? property = CmdletBridge.FindProperty(wrapped, parameter.Name);
        for (int i = 0; property is null && i < parameter.Aliases.Length; i++)
        {
            property = CmdletBridge.FindProperty(wrapped, parameter.Aliases[i]);
        }

        if (property is null)
        {
            return false;
        }

        value = property.Value;
        return true;
    }

    /// <summary>Whether a parameter has its value.</summary>
    public bool IsBound(CmdletParameter parameter) => _bound.Contains(parameter);

    /// <summary>Gives a parameter its value, and rules out the sets that it is not in.</summary>
    /// <returns>False where the value would have to be converted, and must not be.</returns>
    /// <exception cref="BindingException">The parameter does not take it.</exception>
    public bool Bind(CmdletParameter parameter, object? value, bool coerce, bool byPipeline)
    {
        if ((_sets & parameter.SetFlags) == 0)
        {
            throw AmbiguousSet();
        }

        if (!_values.TryPrepare(parameter, value, coerce, out object? converted))
        {
            return false;
        }

        if (byPipeline && !_defaults.ContainsKey(parameter))
        {
            _defaults[parameter] = parameter.Get(cmdlet);
        }

        Assign(parameter, converted);
        _bound.Add(parameter);
        if (byPipeline)
        {
            _boundByPipeline.Add(parameter);
        }

        _sets &= parameter.SetFlags;
        invocation.BoundParameters[parameter.Name] = converted;
        return true;
    }

    private void Assign(CmdletParameter parameter, object? value)
    {
        if (parameter.IsCommon)
        {
            common.Set(parameter.Name, value);
            return;
        }

        try
        {
            parameter.Set(cmdlet, value);
        }
        catch (TargetInvocationException thrown)
        {
            throw new BindingException("ParameterBindingFailed", parameter.Name,
                $"Cannot bind parameter '{parameter.Name}' to the target. {thrown.InnerException!.Message}", thrown.InnerException);
        }
    }

    private static BindingException AmbiguousSet() => new("AmbiguousParameterSet", null,
        "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued cannot be used together or an insufficient number of parameters were provided.");

    private static BindingException MissingParameters(List<CmdletParameter> missing) => new("MissingMandatoryParameter", null,
        $"Cannot process command because of one or more missing mandatory parameters: {Names(missing)}.");

    private static string Names(List<CmdletParameter> parameters) => string.Join(' ', parameters.ConvertAll(p => p.Name));

    private static bool TakesInput(ParameterAttribute a) => a.ValueFromPipeline || a.ValueFromPipelineByPropertyName;

    private static bool ByName(ParameterAttribute a) => a.ValueFromPipelineByPropertyName;

    private static bool ByValue(ParameterAttribute a) => a.ValueFromPipeline;
}
