using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Converts PowerShell values to JSON: hashtables, arrays, output of ConvertFrom-Json, or JSON text.</summary>
internal static class JsonInput
{
    private const int MaxDepth = 32;

    /// <summary>Converts a value to a JSON object.</summary>
    /// <exception cref="OperationException">It is not an object.</exception>
    public static JsonObject ToObject(object value, string what) => ObjectReader.Unwrap(value) is string json
        ? DefinitionReader.ReadPart(json, what)
        : ToNode(value, what, 0) as JsonObject ?? throw Invalid(what, "it is not a hashtable");

    private static JsonNode? ToNode(object? value, string what, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Invalid(what, "it is nested too deeply");
        }

        switch (ObjectReader.Unwrap(value))
        {
            case null:
                return null;
            case string text:
                return JsonValue.Create(text);
            case bool truth:
                return JsonValue.Create(truth);
            case SwitchParameter on:
                return JsonValue.Create(on.IsPresent);
            case IDictionary map:
                var json = new JsonObject();
                foreach (DictionaryEntry entry in map)
                {
                    json[ObjectReader.ToText(entry.Key)] = ToNode(entry.Value, what, depth + 1);
                }

                return json;
            case IEnumerable list:
                return new JsonArray([.. list.Cast<object?>().Select(item => ToNode(item, what, depth + 1))]);
            case PSObject made:
                var members = new JsonObject();
                foreach (PSPropertyInfo property in made.Properties)
                {
                    members[property.Name] = ToNode(property.Value, what, depth + 1);
                }

                return members;
            case long number:
                return JsonValue.Create(number);
            case int number:
                return JsonValue.Create(number);
            case decimal number:
                return JsonValue.Create(number);
            case double number when double.IsFinite(number):
                return JsonValue.Create(number);
            case Enum name:
                return JsonValue.Create(name.ToString());
            case var other:
                throw Invalid(what, $"it contains a {other.GetType().Name}, which has no JSON form");
        }
    }

    private static OperationException Invalid(string what, string reason) => new(
        MonitorErrorIds.DefinitionUnreadable,
        OperationErrorKind.InvalidInput,
        what,
        $"The {what} is invalid: {reason}.",
        "Write it as a hashtable, @{ name = 'value' }, or as JSON.");
}
