using System.Collections;
using System.Management.Automation;
using DatadogOps.Shell.Automation;

namespace DatadogOps.Shell.Binding;

/// <summary>Makes of a value what a parameter takes: transformed, converted, and validated.</summary>
internal sealed class ArgumentPreparer(EngineIntrinsics engine)
{
    /// <summary>Prepares a value.</summary>
    /// <returns>False where it would have to be converted, and must not be.</returns>
    /// <exception cref="BindingException">The parameter does not take it.</exception>
    public bool TryPrepare(CmdletParameter parameter, object? value, bool coerce, out object? prepared)
    {
        if (!ArgumentConverter.TryConvert(parameter, Transform(parameter, value), coerce, out prepared))
        {
            return false;
        }

        CheckEmpty(parameter, prepared);
        Validate(parameter, prepared);
        return true;
    }

    private object? Transform(CmdletParameter parameter, object? value)
    {
        foreach (ArgumentTransformationAttribute transformation in parameter.Transformations)
        {
            if (value is null && !parameter.IsMandatorySomewhere && !transformation.TransformNullOptionalParameters)
            {
                continue;
            }

            try
            {
                value = transformation.Transform(engine, ArgumentConverter.StripWords(value)!);
            }
            catch (Exception failure) when (failure is not PipelineStoppedException)
            {
                throw new BindingException("ParameterArgumentTransformationError", parameter.Name,
                    $"Cannot process argument transformation on parameter '{parameter.Name}'. {failure.Message}", failure);
            }
        }

        return value;
    }

    private static void CheckEmpty(CmdletParameter parameter, object? value)
    {
        if (!parameter.IsMandatorySomewhere)
        {
            return;
        }

        switch (value)
        {
            case null when !parameter.AllowsNull:
                throw Empty(parameter, "ParameterArgumentValidationErrorNullNotAllowed", "it is null");
            case string { Length: 0 } when !parameter.AllowsEmptyString:
                throw Empty(parameter, "ParameterArgumentValidationErrorEmptyStringNotAllowed", "it is an empty string");
            case Array { Length: 0 } when !parameter.AllowsEmptyCollection:
                throw Empty(parameter, "ParameterArgumentValidationErrorEmptyArrayNotAllowed", "it is an empty array");
            case ICollection { Count: 0 } and not (Array or IDictionary) when !parameter.AllowsEmptyCollection:
                throw Empty(parameter, "ParameterArgumentValidationErrorEmptyCollectionNotAllowed", "it is an empty collection");
            case IEnumerable list and not (string or IDictionary):
                foreach (object? element in list)
                {
                    if (element is null && !parameter.AllowsNull)
                    {
                        throw Empty(parameter, "ParameterArgumentValidationErrorNullNotAllowed", "it is null");
                    }

                    if (element is string { Length: 0 } && !parameter.AllowsEmptyString)
                    {
                        throw Empty(parameter, "ParameterArgumentValidationErrorEmptyStringNotAllowed", "it is an empty string");
                    }
                }

                break;
        }
    }

    private void Validate(CmdletParameter parameter, object? value)
    {
        foreach (ValidateArgumentsAttribute validation in parameter.Validations)
        {
            try
            {
                CmdletBridge.Validate(validation, value, engine);
            }
            catch (Exception failure) when (failure is not PipelineStoppedException)
            {
                throw new BindingException("ParameterArgumentValidationError", parameter.Name,
                    $"Cannot validate argument on parameter '{parameter.Name}'. {failure.Message}", failure);
            }
        }
    }

    private static BindingException Empty(CmdletParameter parameter, string errorId, string why) =>
        new(errorId, parameter.Name, $"Cannot bind argument to parameter '{parameter.Name}' because {why}.");
}
