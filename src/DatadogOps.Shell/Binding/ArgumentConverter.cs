using System.Collections;
using System.Globalization;
using System.Management.Automation;
using DatadogOps.Shell.Automation;
using DatadogOps.Shell.Language;

namespace DatadogOps.Shell.Binding;

/// <summary>From what was written, or came along the pipeline, to the type of a parameter.</summary>
internal static class ArgumentConverter
{
    /// <summary>Converts; false when that takes more than passing on and more is not allowed.</summary>
    /// <exception cref="BindingException">The value cannot be converted.</exception>
    public static bool TryConvert(CmdletParameter parameter, object? value, bool coerce, out object? result)
    {
        result = null;
        Type type = parameter.Type;
        object? inner = CmdletBridge.Unwrap(value);
        if (inner is null)
        {
            return TryNull(parameter, coerce, out result);
        }

        if (type == typeof(object) || type == typeof(PSObject))
        {
            // A number by itself comes wrapped in PowerShell, so cmdlets must be ready for that here too.
            object plain = StripWords(value)!;
            result = type == typeof(PSObject) || value is NumberWord ? PSObject.AsPSObject(plain) : plain;
            return true;
        }

        if (type.IsInstanceOfType(inner) && inner is not object?[])
        {
            result = inner;
            return true;
        }

        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementType(target) is { } element)
        {
            return TryList(parameter, target, element, value, inner, coerce, out result);
        }

        if (!coerce)
        {
            return target.IsInstanceOfType(StripWords(inner)) && Set(StripWords(inner), out result);
        }

        result = Scalar(parameter, target, value, inner);
        return true;
    }

    /// <summary>A value with its numbers as numbers, which is what a parameter of any type gets.</summary>
    public static object? StripWords(object? value)
    {
        switch (value)
        {
            case NumberWord word:
                return word.Value;
            case object?[] list when Array.Exists(list, item => item is NumberWord or object?[]):
                return Array.ConvertAll(list, StripWords);
            case Hashtable table:
                foreach (object key in new ArrayList(table.Keys))
                {
                    if (table[key] is NumberWord or object?[] or Hashtable)
                    {
                        table[key] = StripWords(table[key]);
                    }
                }

                return table;
            default:
                return value;
        }
    }

    private static bool Set(object? value, out object? result)
    {
        result = value;
        return true;
    }

    private static bool TryNull(CmdletParameter parameter, bool coerce, out object? result)
    {
        Type type = parameter.Type;
        result = null;
        if (type == typeof(bool))
        {
            throw new BindingException("ParameterArgumentValidationErrorNullNotAllowed", parameter.Name, $"Cannot bind argument to parameter '{parameter.Name}' because it is null.");
        }

        if (type == typeof(SwitchParameter))
        {
            // As when nothing stands behind the colon.
            result = new SwitchParameter(true);
            return true;
        }

        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null)
        {
            return true;
        }

        return coerce
            ? throw new BindingException("ParameterBindingFailed", parameter.Name, $"Cannot bind parameter '{parameter.Name}' to the target. Null cannot be a value of type '{type.FullName}'.")
            : false;
    }

    private static object? Scalar(CmdletParameter parameter, Type target, object? value, object inner)
    {
        if (inner is NumberWord word)
        {
            value = inner = target == typeof(string) ? word.Text : word.Value;
        }

        if (target == typeof(bool) && !IsNumberOrBool(inner))
        {
            throw NotConvertible(parameter, inner, target, "because Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.");
        }

        if (target == typeof(SwitchParameter) && !IsNumberOrBool(inner))
        {
            throw NotConvertible(parameter, inner, target, "because Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.");
        }

        if (inner is IList && !target.IsEnum && !target.IsInstanceOfType(inner))
        {
            throw NotConvertible(parameter, inner, target, "Specified method is not supported.");
        }

        return Change(parameter, target, value is PSObject ? value : StripWords(inner));
    }

    private static object? Change(CmdletParameter parameter, Type target, object? value)
    {
        try
        {
            return LanguagePrimitives.ConvertTo(value, target);
        }
        catch (PSInvalidCastException failure)
        {
            throw new BindingException("CannotConvertArgumentNoMessage", parameter.Name, $"Cannot bind parameter '{parameter.Name}'. {failure.Message}", failure);
        }
    }

    private static bool TryList(CmdletParameter parameter, Type target, Type element, object? value, object inner, bool coerce, out object? result)
    {
        result = null;
        var items = new ArrayList();
        if (inner is IEnumerable list and not (string or IDictionary))
        {
            foreach (object? item in list)
            {
                if (!TryElement(parameter, element, item, coerce, out object? converted))
                {
                    return false;
                }

                items.Add(converted);
            }
        }
        else
        {
            if (!TryElement(parameter, element, value, coerce, out object? converted))
            {
                return false;
            }

            items.Add(converted);
        }

        if (target is { IsInterface: true, IsGenericType: true })
        {
            throw NotConvertible(parameter, inner, target, "");
        }

        Array array = Array.CreateInstance(element, items.Count);
        items.CopyTo(array);
        if (target.IsAssignableFrom(array.GetType()))
        {
            result = array;
            return true;
        }

        try
        {
            result = Activator.CreateInstance(target, array);
            return true;
        }
        catch (MissingMethodException)
        {
            throw NotConvertible(parameter, inner, target, "");
        }
    }

    private static bool TryElement(CmdletParameter parameter, Type element, object? item, bool coerce, out object? converted)
    {
        object? inner = CmdletBridge.Unwrap(item);
        if (element == typeof(object))
        {
            return Set(StripWords(item), out converted);
        }

        if (element == typeof(PSObject))
        {
            return Set(StripWords(item) is { } plain ? PSObject.AsPSObject(plain) : null, out converted);
        }

        if (inner is null)
        {
            if (!element.IsValueType)
            {
                return Set(null, out converted);
            }

            converted = coerce ? Change(parameter, element, null) : null;
            return coerce;
        }

        if (element.IsInstanceOfType(inner))
        {
            return Set(inner, out converted);
        }

        if (!coerce)
        {
            object? plain = StripWords(inner);
            return element.IsInstanceOfType(plain) ? Set(plain, out converted) : !Set(null, out converted);
        }

        return Set(Scalar(parameter, element, item, inner), out converted);
    }

    private static Type? ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (type == typeof(string) || typeof(IDictionary).IsAssignableFrom(type))
        {
            return null;
        }

        if (type == typeof(IList) || type == typeof(ICollection) || type == typeof(IEnumerable) || type == typeof(ArrayList))
        {
            return typeof(object);
        }

        return type.IsGenericType && type.GetGenericArguments() is [var element] && typeof(IEnumerable).IsAssignableFrom(type) ? element : null;
    }

    private static bool IsNumberOrBool(object value) =>
        value is bool or SwitchParameter || (value is IConvertible number and not string && number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal);

    private static BindingException NotConvertible(CmdletParameter parameter, object value, Type type, string reason) => new(
        "CannotConvertArgument", parameter.Name,
        string.Create(CultureInfo.InvariantCulture, $"Cannot convert '{CmdletBridge.ToText(StripWords(value))}' to the type '{type.FullName}' required by parameter '{parameter.Name}'. {reason}").TrimEnd());
}
