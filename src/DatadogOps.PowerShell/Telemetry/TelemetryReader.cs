using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Reads what any object of the pipeline says about itself by the names of its properties.</summary>
internal readonly struct TelemetryReader(PSObject item)
{
    public PSObject Item => item;

    /// <summary>Whether there is such a property, whatever it holds.</summary>
    public bool Has(string property) => ObjectReader.TryGet(item, property, out _);

    /// <summary>What it holds; null where it is missing or says nothing.</summary>
    public object? Optional(string property) =>
        ObjectReader.TryGet(item, property, out object? found) && !ObjectReader.IsNothing(found) ? found : null;

    public string? Text(string property) => Optional(property) is { } value ? ObjectReader.ToText(value) : null;

    public DateTimeOffset? Time(string property) => Optional(property) is { } value ? ObjectReader.ToTime(item, property, value) : null;

    public TagSet Tags() => ObjectReader.ToTags(Optional("Tags") ?? Optional("Tag"));

    /// <summary>One of an enumeration's names or numbers.</summary>
    /// <exception cref="OperationException">It has no such.</exception>
    public T Choice<T>(string property, T otherwise)
        where T : struct, Enum =>
        Optional(property) is not { } value ? otherwise
        : value is T known ? known
        : Enum.TryParse(ObjectReader.ToText(value), ignoreCase: true, out T choice) && Enum.IsDefined(choice) ? choice
        : throw new OperationException(
            TelemetryErrorIds.MetricPropertyInvalid,
            OperationErrorKind.InvalidInput,
            property,
            $"The property '{property}' of {ObjectReader.Describe(item)} is not one of {string.Join(", ", Enum.GetNames<T>())}: it is '{ObjectReader.ToText(value)}'.",
            "Convert the value first.");

    /// <summary>The failure of an object that is not what is to be sent.</summary>
    public OperationException Unknown(string what, string why, string advice) => new(
        TelemetryErrorIds.MetricInputUnknown,
        OperationErrorKind.InvalidInput,
        item.BaseObject.GetType().Name,
        $"There is no {what} in {ObjectReader.Describe(item)}: it {why}.",
        advice);
}
