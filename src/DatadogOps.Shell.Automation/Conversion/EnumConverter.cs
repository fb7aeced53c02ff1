using System.Collections;
using System.Globalization;

namespace System.Management.Automation;

/// <summary>One value to an enumeration: by number, by names, or by what names begin with.</summary>
internal static class EnumConverter
{
    public static object Convert(object value, Type type)
    {
        bool flags = type.IsDefined(typeof(FlagsAttribute), false);
        if (Converter.IsNumeric(value.GetType()))
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
            throw Converter.CannotConvert(value, type, null);
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

    private static PSInvalidCastException NotInEnum(object value, Type type) => new(
        $"Cannot convert value \"{LanguagePrimitives.ToText(value)}\" to type \"{type.FullName}\". Error: \"Unable to match the identifier name {LanguagePrimitives.ToText(value)} to a valid enumerator name. Specify one of the following enumerator names and try again:{Environment.NewLine}{string.Join(", ", Enum.GetNames(type))}\"");
}
