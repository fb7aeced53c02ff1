using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace System.Management.Automation;

/// <summary>PowerShell's conversions, in the invariant culture, for the types that parameters have.</summary>
public static class LanguagePrimitives
{
    public static object? ConvertTo(object? valueToConvert, Type resultType) => Converter.Convert(valueToConvert, resultType);

    public static object? ConvertTo(object? valueToConvert, Type resultType, IFormatProvider formatProvider) => Converter.Convert(valueToConvert, resultType);

    public static T ConvertTo<T>(object? valueToConvert) => (T)Converter.Convert(valueToConvert, typeof(T))!;

    public static bool TryConvertTo(object? valueToConvert, Type resultType, out object? result)
    {
        try
        {
            result = Converter.Convert(valueToConvert, resultType);
            return true;
        }
        catch (PSInvalidCastException)
        {
            result = null;
            return false;
        }
    }

    public static bool TryConvertTo(object? valueToConvert, Type resultType, IFormatProvider formatProvider, out object? result) =>
        TryConvertTo(valueToConvert, resultType, out result);

    public static bool TryConvertTo<T>(object? valueToConvert, [MaybeNull] out T result)
    {
        bool converted = TryConvertTo(valueToConvert, typeof(T), out object? value);
        result = converted && value is not null ? (T)value : default;
        return converted;
    }

    public static bool TryConvertTo<T>(object? valueToConvert, IFormatProvider formatProvider, [MaybeNull] out T result) =>
        TryConvertTo(valueToConvert, out result);

    public static bool IsTrue(object? obj) => PSObject.Base(obj) switch
    {
        null => false,
        bool value => value,
        SwitchParameter value => value.IsPresent,
        string { Length: 0 } => false,
        string => true,
        char c => c != '\0',
        IConvertible number when Converter.IsNumeric(number.GetType()) => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        IList { Count: 0 } => false,
        IList { Count: 1 } list => IsTrue(list[0]),
        _ => true,
    };

    public static IEnumerable? GetEnumerable(object? obj) => PSObject.Base(obj) switch
    {
        string or IDictionary or Xml.XmlNode => null,
        IEnumerable list => list,
        _ => null,
    };

    public static IEnumerator? GetEnumerator(object? obj) => PSObject.Base(obj) switch
    {
        string or IDictionary or Xml.XmlNode => null,
        // LINQ's iterators are both, and only the first way runs them from their beginning.
        IEnumerable list => list.GetEnumerator(),
        IEnumerator enumerator => enumerator,
        _ => null,
    };

    public static new bool Equals(object? first, object? second) => Equals(first, second, ignoreCase: false);

    public static bool Equals(object? first, object? second, bool ignoreCase)
    {
        object? a = PSObject.Base(first);
        object? b = PSObject.Base(second);
        if (a is null || b is null)
        {
            return a is null && b is null;
        }

        if (a is string text)
        {
            return string.Equals(text, ToText(b), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        return a.Equals(b) || (TryConvertTo(b, a.GetType(), out object? converted) && a.Equals(converted));
    }

    public static int Compare(object? first, object? second) => Compare(first, second, ignoreCase: false);

    public static int Compare(object? first, object? second, bool ignoreCase)
    {
        object? a = PSObject.Base(first);
        object? b = PSObject.Base(second);
        if (a is null || b is null)
        {
            return a is null ? (b is null ? 0 : -1) : 1;
        }

        if (a is string text)
        {
            return string.Compare(text, ToText(b), ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        return a is IComparable comparable && TryConvertTo(b, a.GetType(), out object? converted)
            ? comparable.CompareTo(converted)
            : throw new ArgumentException($"\"{ToText(a)}\" and \"{ToText(b)}\" cannot be compared.");
    }

    /// <summary>An object as text in PowerShell's way: the invariant culture, lists with spaces between, null as nothing.</summary>
    internal static string ToText(object? value)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                return text;
            case PSObject wrapped:
                return wrapped.ToString();
            case double number:
                return number.ToString(CultureInfo.InvariantCulture);
            case float number:
                return number.ToString(CultureInfo.InvariantCulture);
            case DateTime or DateTimeOffset:
                return ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
            case Hashtable:
                return "System.Collections.Hashtable";
        }

        // A type that says how it reads is asked; only a bare list is spelled out.
        if (value is IEnumerable list && value.GetType().GetMethod("ToString", Type.EmptyTypes)?.DeclaringType is { } declaring
            && (declaring == typeof(object) || declaring == typeof(Array)))
        {
            var joined = new StringBuilder();
            bool first = true;
            foreach (object? element in list)
            {
                joined.Append(first ? "" : " ").Append(ToText(element));
                first = false;
            }

            return joined.ToString();
        }

        return value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString() ?? "";
    }
}
