using System.Buffers.Text;
using System.Text;

namespace DatadogOps.Telemetry.DogStatsD;

/// <summary>Fills a piece of memory with a line of DogStatsD. Each part says whether there was room for it.</summary>
internal ref struct LineBuilder(Span<byte> destination)
{
    /// <summary>Bytes of a number, at most ("-1.7976931348623157E+308").</summary>
    public const int MaxNumber = 24;

    // Integers up to here are exact in a double and print without an exponent.
    private const double ExactIntegers = 9007199254740992;
    private const double Scale = 10000;
    private const int Decimals = 4;

    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _destination[..Length];

    public bool Byte(byte value)
    {
        if (Length == _destination.Length)
        {
            return false;
        }

        _destination[Length++] = value;
        return true;
    }

    public bool Bytes(ReadOnlySpan<byte> value)
    {
        if (!value.TryCopyTo(_destination[Length..]))
        {
            return false;
        }

        Length += value.Length;
        return true;
    }

    public bool Text(ReadOnlySpan<char> value)
    {
        bool fits = Encoding.UTF8.TryGetBytes(value, _destination[Length..], out int written);
        Length += written;
        return fits;
    }

    public bool Number(long value)
    {
        // Most numbers are small, and most of the time of a line goes into its number.
        if ((ulong)value < 100 && _destination.Length - Length >= 2)
        {
            uint small = (uint)value;
            if (small >= 10)
            {
                _destination[Length++] = (byte)('0' + (small / 10));
                small %= 10;
            }

            _destination[Length++] = (byte)('0' + small);
            return true;
        }

        bool fits = Utf8Formatter.TryFormat(value, _destination[Length..], out int written);
        Length += written;
        return fits;
    }

    public bool Number(double value)
    {
        // Whole numbers are the most of what is sent, and their short form is the cheap one. Not minus zero, which has a sign.
        if (Math.Abs(value) < ExactIntegers && value == Math.Floor(value) && !(value == 0 && double.IsNegative(value)))
        {
            return Number((long)value);
        }

        // Next come those with few decimals: the division is rounded as a reader of the text would round, so what is equal here
        // is read back as the same number.
        double scaled = value * Scale;
        if (value != 0 && Math.Abs(scaled) < ExactIntegers && scaled == Math.Floor(scaled) && (long)scaled / Scale == value)
        {
            return Scaled((long)scaled);
        }

        bool fits = Utf8Formatter.TryFormat(value, _destination[Length..], out int written);
        Length += written;
        return fits;
    }

    private bool Scaled(long value)
    {
        (long whole, long rest) = Math.DivRem(Math.Abs(value), (long)Scale);
        if ((value < 0 && !Byte((byte)'-')) || !Number(whole) || _destination.Length - Length <= Decimals)
        {
            return false;
        }

        uint fraction = (uint)rest;
        uint upper = fraction / 100;
        uint lower = fraction - (upper * 100);
        Span<byte> text = _destination[Length..];
        text[4] = (byte)('0' + (lower % 10));
        text[3] = (byte)('0' + (lower / 10));
        text[2] = (byte)('0' + (upper % 10));
        text[1] = (byte)('0' + (upper / 10));
        text[0] = (byte)'.';
        Length += lower == 0 ? (text[2] == '0' ? 2 : 3) : (text[4] == '0' ? 4 : 5);
        return true;
    }
}
