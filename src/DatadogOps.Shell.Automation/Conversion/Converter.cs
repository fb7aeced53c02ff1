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
            return ToEnum(value, type);
        }

        if (IsNumeric(type))
        {
            return ToNumber(value, type);
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

    private static object ToNumber(object value, Type type)
    {
        if (value is string text)
        {
            return NumberFromText(text, type);
        }

        if (value is bool flag)
        {
            value = flag ? 1 : 0;
        }
        else if (value is char c)
        {
            value = (int)c;
        }
        else if (value is Enum)
        {
            value = System.Convert.ChangeType(value, Enum.GetUnderlyingType(value.GetType()), CultureInfo.InvariantCulture);
        }
        else if (!IsNumeric(value.GetType()))
        {
            throw CannotConvert(value, type, null);
        }

        return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    private static object NumberFromText(string text, Type type)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return System.Convert.ChangeType(0, type, CultureInfo.InvariantCulture);
        }

        bool floating = type == typeof(double) || type == typeof(float);
        if (floating && double.TryParse(trimmed, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double real))
        {
            return System.Convert.ChangeType(real, type, CultureInfo.InvariantCulture);
        }

        bool negative = trimmed[0] == '-';
        ReadOnlySpan<char> digits = trimmed[0] is '-' or '+' ? trimmed.AsSpan(1) : trimmed;
        if (NumberText.TryRead(digits, out object? number))
        {
            if (negative)
            {
                number = number is double d ? -d : -System.Convert.ToDecimal(number, CultureInfo.InvariantCulture);
            }

            return System.Convert.ChangeType(number!, type, CultureInfo.InvariantCulture);
        }

        if (decimal.TryParse(trimmed, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal exact))
        {
            return System.Convert.ChangeType(exact, type, CultureInfo.InvariantCulture);
        }

        throw new FormatException($"The input string '{text}' was not in a correct format.");
    }

    private static object ToEnum(object value, Type type)
    {
        bool flags = type.IsDefined(typeof(FlagsAttribute), false);
        if (IsNumeric(value.GetType()))
        {
            object number = Enum.ToObject(type, System.Convert.ToInt64(value, CultureInfo.InvariantCulture));
            return flags || Enum.IsDefined(type, number) ? number : throw NotInEnum(value, type);
        }

        if (value is IEnumerable list and not string)
        {
            var parts = new List<string>();
            foreach (object? part in list)
            {
                parts.Add(LanguagePrimitives.ToText(part));
            }

            value = parts.Count > 0 ? string.Join(',', parts) : throw NotInEnum("", type);
        }

        if (value is not string text)
        {
            throw CannotConvert(value, type, null);
        }

        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        long bits = 0;
        foreach (string name in names)
        {
            bits |= EnumValue(name, type, flags);
        }

        object combined = Enum.ToObject(type, bits);
        return flags || Enum.IsDefined(type, combined) ? combined : throw NotInEnum(text, type);
    }

    private static long EnumValue(string name, Type type, bool flags)
    {
        if (name.Length > 0 && (char.IsAsciiDigit(name[0]) || name[0] is '-' or '+')
            && long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return flags || Enum.IsDefined(type, Enum.ToObject(type, number)) ? number : throw NotInEnum(name, type);
        }

        string? prefixed = null;
        bool ambiguous = false;
        foreach (string candidate in Enum.GetNames(type))
        {
            if (string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase))
            {
                prefixed = candidate;
                ambiguous = false;
                break;
            }

            if (name.Length > 0 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                ambiguous = prefixed is not null;
                prefixed ??= candidate;
            }
        }

        if (ambiguous || prefixed is null)
        {
            throw NotInEnum(name, type);
        }

        object value = Enum.Parse(type, prefixed);
        return Enum.GetUnderlyingType(type) == typeof(ulong)
            ? unchecked((long)System.Convert.ToUInt64(value, CultureInfo.InvariantCulture))
            : System.Convert.ToInt64(value, CultureInfo.InvariantCulture);
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
            return wide.Invoke([ToNumber(value, typeof(long))]);
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

    private static PSInvalidCastException NotInEnum(object value, Type type) => new(
        $"Cannot convert value \"{LanguagePrimitives.ToText(value)}\" to type \"{type.FullName}\". Error: \"Unable to match the identifier name {LanguagePrimitives.ToText(value)} to a valid enumerator name. Specify one of the following enumerator names and try again:{Environment.NewLine}{string.Join(", ", Enum.GetNames(type))}\"");

    private static PSInvalidCastException CannotConvert(object value, Type type, Exception? failure) => new(
        failure is null
            ? $"Cannot convert the \"{LanguagePrimitives.ToText(value)}\" value of type \"{value.GetType().FullName}\" to type \"{type.FullName}\"."
            : $"Cannot convert value \"{LanguagePrimitives.ToText(value)}\" to type \"{type.FullName}\". Error: \"{failure.Message}\"",
        failure);
}
