using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Common;

/// <summary>
/// Reads what any object of the pipeline has: properties as PowerShell sees them, numbers and times also where they are text,
/// as Import-Csv gives them.
/// </summary>
internal static class ObjectReader
{
    private const int MaxDescription = 100;

    // Numbers beyond this are milliseconds since 1970: as seconds they would lie 3000 years ahead.
    private const double LastSecond = 1e11;

    /// <summary>The value of a property, without PowerShell's wrapper.</summary>
    /// <returns>False when there is no such property. A hash table's keys count as properties.</returns>
    /// <exception cref="OperationException">Reading it failed.</exception>
    public static bool TryGet(PSObject item, string property, out object? value)
    {
        try
        {
            if (item.BaseObject is IDictionary table && table.Contains(property))
            {
                value = Unwrap(table[property]);
                return true;
            }

            PSPropertyInfo? info = item.Properties[property];
            value = info is null ? null : Unwrap(info.Value);
            return info is not null;
        }
        catch (Exception error) when (error is RuntimeException)
        {
            throw new OperationException(
                CommandErrorIds.InputPropertyMissing,
                OperationErrorKind.InvalidInput,
                property,
                $"The property '{property}' of {Describe(item)} cannot be read: {error.Message}",
                "Leave the property out, or see to the object.",
                error);
        }
    }

    /// <summary>The value of a property that must be there.</summary>
    /// <exception cref="OperationException">It is not.</exception>
    public static object? Get(PSObject item, string property) => TryGet(item, property, out object? value)
        ? value
        : throw new OperationException(
            CommandErrorIds.InputPropertyMissing,
            OperationErrorKind.InvalidInput,
            property,
            $"There is no property '{property}' in {Describe(item)}.",
            "Look at the object's properties with Get-Member.");

    /// <summary>Whether a property says nothing: null, or the empty text that null is in a CSV file.</summary>
    public static bool IsNothing(object? value) => value is null or "" or DBNull || (value is string text && string.IsNullOrWhiteSpace(text));

    /// <summary>A number; a truth is 1 or 0, a time span counts in seconds, text is read the same in every culture.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static double ToNumber(PSObject item, string property, object value)
    {
        switch (value)
        {
            case double number:
                return number;
            case int number:
                return number;
            case long number:
                return number;
            case bool truth:
                return truth ? 1 : 0;
            case TimeSpan span:
                return span.TotalSeconds;
            case string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return number;
            case sbyte or byte or short or ushort or uint or ulong or float or decimal when value is not Enum:
                return ((IConvertible)value).ToDouble(CultureInfo.InvariantCulture);
            default:
                throw Invalid(item, property, value, "a number");
        }
    }

    /// <summary>A whole number from 1 up.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static int ToCount(PSObject item, string property, object value)
    {
        double number = ToNumber(item, property, value);
        return number >= 1 && number <= int.MaxValue && number == Math.Floor(number) ? (int)number : throw Invalid(item, property, value, "a whole number from 1 up");
    }

    /// <summary>A time: a date, text, or seconds or milliseconds since 1970. What names no zone is local time.</summary>
    /// <exception cref="OperationException">It is none.</exception>
    public static DateTimeOffset ToTime(PSObject item, string property, object value)
    {
        try
        {
            switch (value)
            {
                case DateTimeOffset time:
                    return time;
                case DateTime time:
                    return new DateTimeOffset(time);
                case string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                    return FromNumber(number);
                case int or long or double or decimal:
                    return FromNumber(((IConvertible)value).ToDouble(CultureInfo.InvariantCulture));
                case string or PSObject: // the latter: a DateTimeOffset that came through Import-Clixml or a remote session
                    if (ParseTime(value.ToString()) is { } parsed)
                    {
                        return parsed;
                    }

                    break;
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            // Reported below.
        }

        throw Invalid(item, property, value, "a time");
    }

    /// <summary>Text that is the same in every culture.</summary>
    public static string ToText(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        Enum name => name.ToString(),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Tags of an object: a list, or text that separates them by commas, as a CSV file does.</summary>
    public static TagSet ToTags(object? value) => value switch
    {
        null => TagSet.Empty,
        TagSet tags => tags,
        string text => ParseTags([text]),
        IEnumerable list => ParseTags(list.Cast<object?>().Select(Unwrap).Where(one => !IsNothing(one)).Select(one => ToText(one!))),
        _ => ParseTags([ToText(value)]),
    };

    /// <summary>Tags as a user types them. No tag holds a comma, so one separates them.</summary>
    public static TagSet ParseTags(IEnumerable<string?>? texts)
    {
        string[] tags = texts is null
            ? []
            : [.. texts.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return tags.Length == 0 ? TagSet.Empty : new TagSet(tags);
    }

    /// <summary>Name of a tag or metric for a property: <c>ClientAddress</c> becomes <c>client_address</c>.</summary>
    public static string ToSnakeCase(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Trim());

    /// <summary>An object for a message, on one line and not too long.</summary>
    public static string Describe(PSObject item)
    {
        string text = item.ToString() ?? "";
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = text.Length <= MaxDescription ? text : text[..MaxDescription] + "...";
        string type = item.BaseObject.GetType().Name;
        return type == "PSCustomObject" ? $"the object {text}" : $"the {type} '{text}'";
    }

    /// <summary>The error record of a failure over an object of the pipeline.</summary>
    public static ErrorRecord ToRecord(OperationException error, object? target) =>
        new(error, error.ErrorId, ErrorCategory.InvalidData, target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };

    /// <summary>The value without PowerShell's wrapper. A deserialized DateTimeOffset, which Clixml and remoting turn into a bag of properties, is one again.</summary>
    public static object? Unwrap(object? value) =>
        value is not PSObject wrapped ? value
        : wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject
        : wrapped.Properties["UtcTicks"]?.Value is long ticks && wrapped.Properties["Offset"]?.Value is TimeSpan offset
            ? new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(offset)
        : value;

    // In the invariant culture, or in the user's own, as Export-Csv writes some dates.
    private static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time)
        || DateTimeOffset.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out time)
            ? time
            : null;

    private static DateTimeOffset FromNumber(double number) =>
        double.IsFinite(number) ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Abs(number) < LastSecond ? number : number / 1000) : throw new ArgumentOutOfRangeException(nameof(number));

    private static OperationException Invalid(PSObject item, string property, object value, string wanted)
    {
        string text = ToText(value);
        return new OperationException(
            CommandErrorIds.InputPropertyInvalid,
            OperationErrorKind.InvalidInput,
            property,
            $"The property '{property}' of {Describe(item)} is not {wanted}: it is '{(text.Length <= MaxDescription ? text : text[..MaxDescription] + "...")}'.",
            "Name another property, or convert the value first.");
    }
}
