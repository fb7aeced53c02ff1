using System.Collections;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Reads items to send from the properties of any pipeline object.</summary>
internal readonly struct TelemetryReader(PSObject item)
{
    public PSObject Item => item;

    /// <summary>Whether the property exists, even if it is empty.</summary>
    public bool Has(string property) => ObjectReader.TryGet(item, property, out _);

    /// <summary>The value; null if the property is missing or empty.</summary>
    public object? Optional(string property) =>
        ObjectReader.TryGet(item, property, out object? found) && !ObjectReader.IsNothing(found) ? found : null;

    public string? Text(string property) => Optional(property) is { } value ? ObjectReader.ToText(value) : null;

    public DateTimeOffset? Time(string property) => Optional(property) is { } value ? ObjectReader.ToTime(item, property, value) : null;

    public TagSet Tags() => ObjectReader.ToTags(Optional("Tags") ?? Optional("Tag"));

    /// <summary>One of a set of words, in its canonical case; null if the property is missing or empty.</summary>
    /// <exception cref="OperationException">It is another word.</exception>
    public string? Choice(string property, params ReadOnlySpan<string> words)
    {
        if (Text(property) is not { } value)
        {
            return null;
        }

        string word = Word.Canonical(value, words);
        return words.Contains(word) ? word : throw new OperationException(
            CommandErrorIds.InputPropertyInvalid,
            OperationErrorKind.InvalidInput,
            property,
            $"The property '{property}' of {ObjectReader.Describe(item)} is '{value}', which is not one of {string.Join(", ", words)}.",
            "Convert the value first.");
    }

    /// <summary>The items of a pipeline object: itself, those of a telemetry source, or one read from its properties.</summary>
    public static IEnumerable<T> Items<T>(PSObject input, Func<ITelemetrySource, IEnumerable<T>> of, Func<TelemetryReader, T> read)
        where T : class => input.BaseObject switch
        {
            T known => [known],
            ITelemetrySource source => of(source),
            _ => Restore(input) is { } restored ? of(restored) : [read(new TelemetryReader(input))],
        };

    /// <summary>The telemetry source that an object is, or was before it lost its type in a file, a job or a remote session; null if none.</summary>
    /// <exception cref="OperationException">A property of it was lost or changed.</exception>
    public static ITelemetrySource? Restore(PSObject input)
    {
        if (input.BaseObject is ITelemetrySource source)
        {
            return source;
        }

        var properties = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (input.BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                properties[entry.Key.ToString()!] = ObjectReader.Unwrap(entry.Value);
            }
        }
        else if (input.BaseObject is PSCustomObject)
        {
            foreach (PSPropertyInfo property in input.Properties)
            {
                properties[property.Name] = ObjectReader.Unwrap(property.Value);
            }
        }
        else
        {
            return null;
        }

        return TelemetrySources.TryRestore(input.TypeNames, properties);
    }

    /// <summary>The error for an object that cannot be sent.</summary>
    public OperationException Unknown(string what, string why, string advice) => new(
        CommandErrorIds.InputObjectUnknown,
        OperationErrorKind.InvalidInput,
        item.BaseObject.GetType().Name,
        $"There is no {what} in {ObjectReader.Describe(item)}: it {why}.",
        advice);
}
