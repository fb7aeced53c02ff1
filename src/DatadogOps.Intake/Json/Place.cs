using System.Text.Json;

namespace DatadogOps.Intake.Json;

/// <summary>
/// A value and where it is, so that each error tells both. A property that a schema does not know is an error, because
/// it is most likely a misspelt one.
/// </summary>
internal readonly record struct Place(JsonElement Value, string Path)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads a body with a function over its root.</summary>
    /// <exception cref="PayloadException">It is not JSON, nested deeper than 32 levels, or the function refuses it.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<Place, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Strict);
            return read(new Place(document.RootElement, "payload"));
        }
        catch (JsonException failure)
        {
            throw PayloadException.NotJson(failure);
        }
    }

    public PayloadException Error(string what) => new($"{PayloadException.Prefix}{Path}: {what}");

    public Place RequireObject() => Value.ValueKind == JsonValueKind.Object ? this : throw Error($"an object is expected, not {Value.ValueKind}");

    public Place AllowOnly(params ReadOnlySpan<string> names)
    {
        RequireObject();
        foreach (JsonProperty property in Value.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                throw Error($"there is no property '{property.Name}'; known are {string.Join(", ", names!)}");
            }
        }

        return this;
    }

    public Place Required(string name) => Optional(name) ?? throw Error($"the property '{name}' is missing");

    public Place? Optional(string name) =>
        Value.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new Place(value, $"{Path}.{name}") : null;

    public IEnumerable<Place> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Error($"an array is expected, not {Value.ValueKind}");
        }

        string path = Path;
        return Value.EnumerateArray().Select((item, index) => new Place(item, $"{path}[{index}]"));
    }

    public IEnumerable<Place> Properties()
    {
        RequireObject();
        string path = Path;
        return Value.EnumerateObject().Select(property => new Place(property.Value, $"{path}.{property.Name}"));
    }

    public string Text() =>
        Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Error($"a string is expected, not {Value.ValueKind}");

    /// <summary>A string of so many characters.</summary>
    public string Text(int min, int max)
    {
        string text = Text();
        return text.Length < min ? throw Error($"has {text.Length} characters; {min} are needed")
            : text.Length > max ? throw Error($"has {text.Length} characters; {max} are allowed")
            : text;
    }

    public string OneOf(params ReadOnlySpan<string> values)
    {
        string text = Text();
        return values.Contains(text) ? text : throw Error($"'{text}' is none of {string.Join(", ", values!)}");
    }

    public string[] Texts() => [.. Items().Select(item => item.Text())];

    public bool Flag() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error($"true or false is expected, not {Value.ValueKind}"),
    };

    public long Integer() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out long value) ? value : throw Error("an integer is expected");

    public long Integer(long min, long max)
    {
        long value = Integer();
        return value >= min && value <= max ? value : throw Error($"{value} is not from {min} to {max}");
    }

    public double Number() =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Error("a finite number is expected");
}
