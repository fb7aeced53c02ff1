using System.Management.Automation;
using System.Text.Json;
using DatadogOps.Shell.Execution;

namespace DatadogOps.Shell.Input;

/// <summary>Objects from JSON lines, as ConvertFrom-Json makes them. They bind to parameters by the names of their properties.</summary>
public static class JsonLinesReader
{
    /// <summary>Reads line by line; blank lines are skipped.</summary>
    /// <exception cref="EngineException">A line is not JSON.</exception>
    public static IEnumerable<object?> Read(TextReader input)
    {
        int number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(line, number);
            }
        }
    }

    private static object? Parse(string line, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return ToObject(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new EngineException($"Line {number} of the input is not JSON. Give one object a line, as '--output jsonl' writes them. {failure.Message}");
        }
    }

    private static object? ToObject(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var made = new PSObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    // PowerShell has no property without a name, and names that differ in case only are one.
                    if (property.Name.Length > 0)
                    {
                        made.Properties.Remove(property.Name);
                        made.Properties.Add(new PSNoteProperty(property.Name, ToObject(property.Value)), true);
                    }
                }

                return made;
            case JsonValueKind.Array:
                var items = new List<object?>();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    items.Add(ToObject(item));
                }

                return items.ToArray();
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt64(out long whole) ? whole : element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }
}
