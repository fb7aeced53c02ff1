using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

/// <summary>One value to one type. Throws <see cref="PSInvalidCastException"/> with the reason.</summary>
internal static class Converter
{
    public static object? Convert(object? value, Type type)
    {
        if (type == typeof(PSObject))
        {
            return value is null ? null : PSObject.AsPSObject(value);
        }

        object? inner = PSObject.Base(value);
        if (type == typeof(object))
        {
            return inner;
        }

        if (inner is null)
        {
            return FromNull(type);
        }

        if (type.IsInstanceOfType(inner))
        {
            return inner;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return inner is string { Length: 0 } ? null : Convert(inner, underlying);
        }

        if (type == typeof(string))
        {
            return LanguagePrimitives.ToText(value);
        }

        if (type.IsArray)
        {
            return ToArray(inner, type.GetElementType()!);
        }

        try
        {
            return ToScalar(inner, type);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or ArgumentException or InvalidCastException and not PSInvalidCastException)
        {
            throw CannotConvert(inner, type, failure);
        }
        catch (TargetInvocationException failure)
        {
            throw CannotConvert(inner, type, failure.InnerException!);
        }
    }

    public static bool IsNumeric(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static object? FromNull(Type type)
    {
        if (type == typeof(string))
        {
            return "";
        }

        if (type == typeof(bool))
        {
            return false;
        }

        if (type == typeof(SwitchParameter))
        {
            return new SwitchParameter(false);
        }

        if (IsNumeric(type))
        {
            return Activator.CreateInstance(type);
        }

        if (!type.IsValueType || Nullable.GetUnderlyingType(type) is not null)
        {
            return null;
        }

        throw new PSInvalidCastException(type.IsEnum
            ? $"Cannot convert null to type \"{type.FullName}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{string.Join(',', Enum.GetNames(type))}\"."
            : $"Cannot convert null to type \"{type.FullName}\".");
    }

    private static Array ToArray(object value, Type element)
    {
        if (LanguagePrimitives.GetEnumerable(value) is not { } list)
        {
            Array single = Array.CreateInstance(element, 1);
            single.SetValue(Convert(value, element), 0);
            return single;
        }

        var items = new List<object?>();
        foreach (object? item in list)
        {
            items.Add(Convert(item, element));
        }

        Array result = Array.CreateInstance(element, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            result.SetValue(items[i], i);
        }

        return result;
    }

    private static object? ToScalar(object value, Type type)
    {
        if (type == typeof(bool))
        {
            return LanguagePrimitives.IsTrue(value);
        }

        if (type == typeof(SwitchParameter))
        {
            return value is bool or SwitchParameter || IsNumeric(value.GetType())
                ? new SwitchParameter(LanguagePrimitives.IsTrue(value))
                : throw CannotConvert(value, type, null);
        }

        if (type.IsEnum)
        {
            return EnumConverter.Convert(value, type);
        }

        if (IsNumeric(type))
        {
            return NumberConverter.Convert(value, type);
        }

        if (value is string text && FromText(text, type) is { } parsed)
        {
            return parsed;
        }

        if (type == typeof(char) && IsNumeric(value.GetType()))
        {
            return System.Convert.ToChar(System.Convert.ToInt32(value, CultureInfo.InvariantCulture));
        }

        if (value is IDictionary dictionary && type == typeof(Hashtable))
        {
            return new Hashtable(dictionary, StringComparer.OrdinalIgnoreCase);
        }

        return ByOperator(value, type) ?? ByConstructor(value, type) ?? ToList(value, type) ?? throw CannotConvert(value, type, null);
    }

    private static object? FromText(string text, Type type)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (type == typeof(TimeSpan))
        {
            return TimeSpan.Parse(text, invariant);
        }

        if (type == typeof(DateTime))
        {
            return DateTime.Parse(text, invariant);
        }

        if (type == typeof(DateTimeOffset))
        {
            return DateTimeOffset.Parse(text, invariant);
        }

        if (type == typeof(Uri))
        {
            return new Uri(text, UriKind.RelativeOrAbsolute);
        }

        if (type == typeof(Guid))
        {
            return Guid.Parse(text);
        }

        if (type == typeof(Version))
        {
            return Version.Parse(text);
        }

        if (type == typeof(IPAddress))
        {
            return IPAddress.Parse(text);
        }

        if (type == typeof(Regex))
        {
            return new Regex(text);
        }

        if (type == typeof(char))
        {
            return text.Length == 1 ? text[0] : throw new FormatException("String must be exactly one character long.");
        }

        MethodInfo? parse = type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(IFormatProvider)]);
        if (parse is not null && type.IsAssignableFrom(parse.ReturnType))
        {
            return parse.Invoke(null, [text, invariant]);
        }

        parse = type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]);
        return parse is not null && type.IsAssignableFrom(parse.ReturnType) ? parse.Invoke(null, [text]) : null;
    }

    private static object? ByOperator(object value, Type type)
    {
        foreach (Type declaring in (Type[])[type, value.GetType()])
        {
            foreach (MethodInfo method in declaring.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                if (method.Name is "op_Implicit" or "op_Explicit" && method.ReturnType == type
                    && method.GetParameters()[0].ParameterType.IsInstanceOfType(value))
                {
                    return method.Invoke(null, [value]);
                }
            }
        }

        return null;
    }

    private static object? ByConstructor(object value, Type type)
    {
        if (type.IsAbstract)
        {
            return null;
        }

        ConstructorInfo? constructor = type.GetConstructor([value.GetType()]);
        if (constructor is not null)
        {
            return constructor.Invoke([value]);
        }

        // A number goes to a constructor that takes a wider one: 5 ticks are a TimeSpan.
        if (IsNumeric(value.GetType()) && type.GetConstructor([typeof(long)]) is { } wide)
        {
            return wide.Invoke([NumberConverter.Convert(value, typeof(long))]);
        }

        return null;
    }

    private static object? ToList(object value, Type type)
    {
        if (!type.IsGenericType || type.GetGenericArguments() is not [var element])
        {
            return null;
        }

        Type list = typeof(List<>).MakeGenericType(element);
        if (!type.IsAssignableFrom(list))
        {
            return null;
        }

        return Activator.CreateInstance(list, ToArray(value, element));
    }

    public static PSInvalidCastException CannotConvert(object value, Type type, Exception? failure) => new(
        failure is null
            ? $"Cannot convert the \"{LanguagePrimitives.ToText(value)}\" value of type \"{value.GetType().FullName}\" to type \"{type.FullName}\"."
            : $"Cannot convert value \"{LanguagePrimitives.ToText(value)}\" to type \"{type.FullName}\". Error: \"{failure.Message}\"",
        failure);
}
