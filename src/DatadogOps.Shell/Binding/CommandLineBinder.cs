using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Binding;

/// <summary>Finds the parameter of each argument: by name, then by position, then the one that takes what is left.</summary>
internal sealed class CommandLineBinder(ParameterBinder binder, CmdletDescription description)
{
    /// <summary>Binds all arguments.</summary>
    /// <exception cref="BindingException">They do not fit.</exception>
    public void Bind(IReadOnlyList<Argument> arguments) => BindRemaining(BindPositions(BindNames(arguments)));

    private List<object?> BindNames(IReadOnlyList<Argument> arguments)
    {
        var values = new List<object?>();
        for (int i = 0; i < arguments.Count; i++)
        {
            Argument argument = arguments[i];
            if (argument.Name is null)
            {
                values.Add(argument.Value);
                continue;
            }

            CmdletParameter parameter = description.Find(argument.Name);
            object? value;
            if (argument.HasValue)
            {
                value = argument.Value;
            }
            else if (parameter.IsSwitch)
            {
                value = true;
            }
            else if (i + 1 < arguments.Count && arguments[i + 1].Name is null)
            {
                value = arguments[++i].Value;
            }
            else
            {
                throw new BindingException("MissingArgument", parameter.Name,
                    $"Missing an argument for parameter '{parameter.Name}'. Specify a parameter of type '{parameter.Type.FullName}' and try again.");
            }

            if (binder.IsBound(parameter))
            {
                throw new BindingException("ParameterAlreadyBound", parameter.Name,
                    $"Cannot bind parameter because parameter '{argument.Name}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".");
            }

            binder.Bind(parameter, value, coerce: true, byPipeline: false);
        }

        return values;
    }

    private List<object?> BindPositions(List<object?> values)
    {
        var rest = new List<object?>();
        int next = 0;
        foreach (int position in Positions())
        {
            if (next == values.Count)
            {
                break;
            }

            object? value = values[next];
            var candidates = new List<CmdletParameter>();
            foreach (CmdletParameter parameter in description.Parameters)
            {
                if (!binder.IsBound(parameter) && parameter.Any(binder.Sets, a => a.Position == position))
                {
                    candidates.Add(parameter);
                }
            }

            if (candidates.Count == 0)
            {
                continue;
            }

            next++;
            if (!BindPosition(candidates, position, value))
            {
                rest.Add(value);
            }
        }

        rest.AddRange(values.GetRange(next, values.Count - next));
        return rest;
    }

    private List<int> Positions()
    {
        var positions = new List<int>();
        foreach (CmdletParameter parameter in description.Parameters)
        {
            foreach (SetMembership set in parameter.Sets)
            {
                if (set.Attribute.Position >= 0 && !positions.Contains(set.Attribute.Position))
                {
                    positions.Add(set.Attribute.Position);
                }
            }
        }

        positions.Sort();
        return positions;
    }

    private bool BindPosition(List<CmdletParameter> candidates, int position, object? value)
    {
        BindingException? failure = null;
        for (int step = 0; step < 4; step++)
        {
            bool coerce = step >= 2;
            bool defaultSet = step is 0 or 2;
            if (defaultSet && (description.DefaultSet & binder.Sets) == 0)
            {
                continue;
            }

            foreach (CmdletParameter parameter in candidates)
            {
                if (!parameter.Any(defaultSet ? description.DefaultSet : binder.Sets, a => a.Position == position))
                {
                    continue;
                }

                try
                {
                    if (binder.Bind(parameter, value, coerce, byPipeline: false))
                    {
                        return true;
                    }
                }
                catch (BindingException refused) when (candidates.Count > 1)
                {
                    failure ??= refused;
                }
            }
        }

        return failure is null ? false : throw failure;
    }

    private void BindRemaining(List<object?> rest)
    {
        if (rest.Count == 0)
        {
            return;
        }

        foreach (CmdletParameter parameter in description.Parameters)
        {
            if (!binder.IsBound(parameter) && parameter.Any(binder.Sets, a => a.ValueFromRemainingArguments))
            {
                object? value = rest.Count == 1 && rest[0] is object?[] list ? list : rest.ToArray();
                binder.Bind(parameter, value, coerce: true, byPipeline: false);
                return;
            }
        }

        throw new BindingException("PositionalParameterNotFound", null,
            $"A positional parameter cannot be found that accepts argument '{CmdletBridge.ToText(ArgumentConverter.StripWords(rest[0]))}'.");
    }
}
