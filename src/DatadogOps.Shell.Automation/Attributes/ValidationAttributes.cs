using System.Collections;
using System.Globalization;
using System.Management.Automation.Internal;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ValidateArgumentsAttribute : CmdletMetadataAttribute
{
    protected ValidateArgumentsAttribute()
    {
    }

    protected abstract void Validate(object arguments, EngineIntrinsics engineIntrinsics);

    internal void Check(object? arguments, EngineIntrinsics engine) => Validate(arguments!, engine);

    private protected static ValidationMetadataException Invalid(FormattableString message) =>
        new(message.ToString(CultureInfo.InvariantCulture));
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    protected ValidateEnumeratedArgumentsAttribute()
    {
    }

    protected abstract void ValidateElement(object element);

    protected sealed override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        if (value is null)
        {
            throw Invalid($"The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.");
        }

        if (value is IEnumerable list and not string)
        {
            foreach (object? element in list)
            {
                ValidateElement(PSObject.Base(element)!);
            }
        }
        else
        {
            ValidateElement(value);
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateRangeAttribute : ValidateEnumeratedArgumentsAttribute
{
    public ValidateRangeAttribute(object minRange, object maxRange)
    {
        ArgumentNullException.ThrowIfNull(minRange);
        ArgumentNullException.ThrowIfNull(maxRange);
        // Limits of two numeric types meet in the wider one; limits of text stay text.
        if (minRange.GetType() != maxRange.GetType())
        {
            Type wider = minRange is double || maxRange is double ? typeof(double) : typeof(long);
            minRange = LanguagePrimitives.ConvertTo(minRange, wider)!;
            maxRange = LanguagePrimitives.ConvertTo(maxRange, wider)!;
        }

        MinRange = minRange;
        MaxRange = maxRange;
    }

    public object MaxRange { get; }

    public object MinRange { get; }

    protected override void ValidateElement(object element)
    {
        if (element is null || !LanguagePrimitives.TryConvertTo(element, MinRange.GetType(), out object? value) || value is not IComparable comparable)
        {
            throw Invalid($"The argument cannot be validated because its type \"{element?.GetType().Name}\" is not the same type ({MinRange.GetType().Name}) as the maximum and minimum limits of the parameter. Make sure the argument is of type {MinRange.GetType().Name} and then try the command again.");
        }

        if (comparable.CompareTo(MinRange) < 0)
        {
            throw Invalid($"The {element} argument is less than the minimum allowed range of {MinRange}. Supply an argument that is greater than or equal to {MinRange} and then try the command again.");
        }

        if (comparable.CompareTo(MaxRange) > 0)
        {
            throw Invalid($"The {element} argument is greater than the maximum allowed range of {MaxRange}. Supply an argument that is less than or equal to {MaxRange} and then try the command again.");
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateSetAttribute : ValidateEnumeratedArgumentsAttribute
{
    public ValidateSetAttribute(params string[] validValues) => ValidValues = validValues;

    public bool IgnoreCase { get; set; } = true;

    public IList<string> ValidValues { get; }

    protected override void ValidateElement(object element)
    {
        string text = LanguagePrimitives.ToText(element);
        foreach (string valid in ValidValues)
        {
            if (string.Equals(text, valid, IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                return;
            }
        }

        throw Invalid($"The argument \"{text}\" does not belong to the set \"{string.Join(',', ValidValues)}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.");
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidatePatternAttribute(string regexPattern) : ValidateEnumeratedArgumentsAttribute
{
    public RegexOptions Options { get; set; } = RegexOptions.IgnoreCase;

    public string RegexPattern { get; } = regexPattern;

    protected override void ValidateElement(object element)
    {
        string text = LanguagePrimitives.ToText(element);
        if (!Regex.IsMatch(text, RegexPattern, Options))
        {
            throw Invalid($"The argument \"{text}\" does not match the \"{RegexPattern}\" pattern. Supply an argument that matches \"{RegexPattern}\" and try the command again.");
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateLengthAttribute(int minLength, int maxLength) : ValidateEnumeratedArgumentsAttribute
{
    public int MaxLength { get; } = maxLength;

    public int MinLength { get; } = minLength;

    protected override void ValidateElement(object element)
    {
        if (element is not string text)
        {
            throw Invalid($"The {element?.GetType().Name} argument is not a string. The ValidateLength attribute can be used only for strings.");
        }

        if (text.Length < MinLength)
        {
            throw Invalid($"The character length ({text.Length}) of the argument is too short. Specify an argument with a length that is greater than or equal to \"{MinLength}\", and then try the command again.");
        }

        if (text.Length > MaxLength)
        {
            throw Invalid($"The character length of the {text.Length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to \"{MaxLength}\" characters, and then try the command again.");
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateCountAttribute(int minLength, int maxLength) : ValidateArgumentsAttribute
{
    public int MaxLength { get; } = maxLength;

    public int MinLength { get; } = minLength;

    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        int count = PSObject.Base(arguments) switch
        {
            null => 0,
            ICollection collection => collection.Count,
            _ => throw Invalid($"The attribute cannot be added because it takes a collection."),
        };
        if (count < MinLength || count > MaxLength)
        {
            throw Invalid($"The parameter requires at least {MinLength} value(s) and no more than {MaxLength} value(s) - {count} value(s) were provided.");
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class NullValidationAttributeBase : ValidateArgumentsAttribute
{
    protected NullValidationAttributeBase()
    {
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateNotNullAttribute : NullValidationAttributeBase
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        if (value is null)
        {
            throw Invalid($"The argument is null. Provide a valid value for the argument, and then try running the command again.");
        }

        if (value is IEnumerable list and not string)
        {
            foreach (object? element in list)
            {
                if (element is null)
                {
                    throw Invalid($"The argument collection contains a null value. Provide a collection that does not contain any null values, and then try the command again.");
                }
            }
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateNotNullOrEmptyAttribute : NullValidationAttributeBase
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        if (value is null or "")
        {
            throw Invalid($"The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.");
        }

        if (value is string || value is not IEnumerable list)
        {
            return;
        }

        bool empty = true;
        foreach (object? element in list)
        {
            empty = false;
            if (PSObject.Base(element) is null or "")
            {
                throw Invalid($"The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.");
            }
        }

        if (empty)
        {
            throw Invalid($"The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.");
        }
    }
}

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AllowNullAttribute : CmdletMetadataAttribute;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AllowEmptyStringAttribute : CmdletMetadataAttribute;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class AllowEmptyCollectionAttribute : CmdletMetadataAttribute;
