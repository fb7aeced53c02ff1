using System.Globalization;

namespace System.Management.Automation;

/// <summary>One value to a type of numbers.</summary>
internal static class NumberConverter
{
    public static object Convert(object value, Type type)
    {
        if (value is string text)
        {
            return FromText(text, type);
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
        else if (!Converter.IsNumeric(value.GetType()))
        {
            throw Converter.CannotConvert(value, type, null);
        }

        return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    private static object FromText(string text, Type type)
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
}
