using System.Globalization;
using System.Numerics;

namespace System.Management.Automation;

/// <summary>
/// A number as PowerShell writes it: <c>5</c>, <c>1.5</c>, <c>1e3</c>, <c>0x1F</c>, <c>0b11</c>, <c>10kb</c>, <c>5l</c>,
/// <c>1.5d</c>. Whole numbers take the first of int, long, decimal and double that holds them.
/// </summary>
public static class NumberText
{
    /// <summary>Reads a number without a sign. A suffix <c>n</c> (BigInteger) is not read.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out object? number)
    {
        number = null;
        long factor = TakeMultiplier(ref text);
        if (text.IsEmpty || !(char.IsAsciiDigit(text[0]) || text[0] == '.'))
        {
            return false;
        }

        if (text.Length > 1 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'b')
        {
            return TryReadRadix(text[2..], (text[1] | 0x20) == 'x', factor, out number);
        }

        string suffix = TakeSuffix(ref text, hex: false);
        if (!IsPlain(text, out bool real))
        {
            return false;
        }

        if (real && suffix is "" && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            number = value * factor;
            return true;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact))
        {
            return suffix is "" && !real && TryHuge(text, factor, out number);
        }

        try
        {
            return TryFit(exact * factor, suffix, out number);
        }
        catch (OverflowException)
        {
            return suffix is "" && !real && TryHuge(text, factor, out number);
        }
    }

    // Beyond decimal PowerShell goes through a big integer, whose way to double cuts off and does not round.
    private static bool TryHuge(ReadOnlySpan<char> text, long factor, out object? number)
    {
        bool read = BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger exact);
        number = read ? (double)(exact * factor) : null;
        return read;
    }

    private static bool TryFit(decimal value, string suffix, out object? number)
    {
        number = null;
        switch (suffix)
        {
            case "d":
                number = value;
                return true;
            case "":
                number = value switch
                {
                    <= int.MaxValue and >= int.MinValue => (object)(int)value,
                    <= long.MaxValue and >= long.MinValue => (long)value,
                    _ => value,
                };
                return true;
            case "u":
                number = value <= uint.MaxValue ? (object)(uint)value : value <= ulong.MaxValue ? (ulong)value : null;
                return number is not null;
        }

        Type type = suffix switch
        {
            "l" => typeof(long),
            "s" => typeof(short),
            "y" => typeof(sbyte),
            "ul" => typeof(ulong),
            "us" => typeof(ushort),
            _ => typeof(byte),
        };
        try
        {
            number = System.Convert.ChangeType(decimal.Round(value), type, CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryReadRadix(ReadOnlySpan<char> text, bool hex, long factor, out object? number)
    {
        number = null;
        string suffix = TakeSuffix(ref text, hex);
        ulong bits = 0;
        // "0x" alone is 0 in PowerShell, and "0b" alone is text.
        if (!(text.IsEmpty && hex) && !ulong.TryParse(text, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out bits))
        {
            return false;
        }

        if (suffix is "")
        {
            // As wide as it is written: 0xFFFFFFFF is -1, as in PowerShell.
            int width = hex ? 8 : 32;
            long value = text.Length <= width ? (int)(uint)bits : (long)bits;
            return TryFit((decimal)value * factor, "", out number);
        }

        return TryFit((decimal)bits * factor, suffix, out number);
    }

    private static long TakeMultiplier(ref ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || (text[^1] | 0x20) != 'b')
        {
            return 1;
        }

        int power = (text[^2] | 0x20) switch { 'k' => 1, 'm' => 2, 'g' => 3, 't' => 4, 'p' => 5, _ => 0 };
        if (power == 0)
        {
            return 1;
        }

        text = text[..^2];
        return 1L << (10 * power);
    }

    private static string TakeSuffix(ref ReadOnlySpan<char> text, bool hex)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        char last = (char)(text[^1] | 0x20);
        char before = text.Length > 1 ? (char)(text[^2] | 0x20) : ' ';
        string suffix = (before, last) switch
        {
            ('u', 'l') => "ul",
            ('u', 's') => "us",
            ('u', 'y') => "uy",
            (_, 'l') => "l",
            (_, 's') => "s",
            (_, 'y') => "y",
            (_, 'u') => "u",
            (_, 'd') when !hex => "d",
            _ => "",
        };
        text = text[..^suffix.Length];
        return suffix;
    }

    private static bool IsPlain(ReadOnlySpan<char> text, out bool real)
    {
        real = false;
        int digits = 0;
        bool exponent = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (c == '.' && !real)
            {
                real = true;
            }
            else if ((c | 0x20) == 'e' && !exponent && digits > 0)
            {
                exponent = real = true;
                if (i + 1 < text.Length && text[i + 1] is '+' or '-')
                {
                    i++;
                }

                if (i + 1 == text.Length)
                {
                    return false;
                }
            }
            else
            {
                return false;
            }
        }

        return digits > 0;
    }
}
