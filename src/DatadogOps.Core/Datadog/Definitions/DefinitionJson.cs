using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Common;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Reads, compares and writes JSON of definitions.</summary>
internal static class DefinitionJson
{
    // The deepest known definitions have a dozen levels.
    private const int MaxDepth = 64;
    private const int MaxLength = 8 * 1024 * 1024;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    // For people, not for browsers: quotes and letters are not escaped.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth, NewLine = "\n" };

    /// <summary>Reads an object or an array of objects.</summary>
    /// <exception cref="OperationException">The text is something else.</exception>
    public static IReadOnlyList<JsonObject> Read(string text, string what)
    {
        if (text.Length > MaxLength)
        {
            throw Unreadable(what, $"it is longer than {MaxLength / 1024 / 1024} MB");
        }

        try
        {
            return Objects(JsonNode.Parse(text, documentOptions: Reading), what);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw Unreadable(what, Line(error.Message), error);
        }
    }

    /// <summary>Parses a response of the API.</summary>
    /// <exception cref="JsonException">It is not JSON, or nested too deeply.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> answer) => JsonNode.Parse(answer, documentOptions: Reading);

    /// <summary>The node as text for people.</summary>
    public static string Text(JsonNode node, bool isIndented = true) => Encoding.UTF8.GetString(Bytes(node, Writing with { Indented = isIndented }));

    /// <summary>The node as the body of a request.</summary>
    public static byte[] Bytes(JsonNode node, JsonWriterOptions options = default)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            node.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Whether two nodes are equal; numbers are compared by value, and null equals a missing field.</summary>
    public static bool AreEqual(JsonNode? one, JsonNode? other)
    {
        switch (one, other)
        {
            case (null, null):
                return true;
            case (JsonObject a, JsonObject b):
                return a.All(pair => AreEqual(pair.Value, b[pair.Key])) && b.All(pair => a.ContainsKey(pair.Key) || pair.Value is null);
            case (JsonArray a, JsonArray b):
                return a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second));
            case (JsonValue a, JsonValue b):
                return Number(a) is { } x && Number(b) is { } y ? x.Equals(y) : JsonNode.DeepEquals(a, b);
            default:
                return false;
        }
    }

    /// <summary>Text of a field, or null.</summary>
    public static string? String(JsonObject? from, string name) => (from?[name] as JsonValue)?.TryGetValue(out string? text) == true ? text : null;

    /// <summary>Number of a field, or null.</summary>
    public static double? Number(JsonObject? from, string name) => Number(from?[name]);

    /// <summary>Whole number of a field, or null.</summary>
    public static int? Whole(JsonObject? from, string name) =>
        Number(from, name) is { } number && number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number) ? (int)number : null;

    /// <summary>Boolean of a field, or null.</summary>
    public static bool? Truth(JsonObject? from, string name) => (from?[name] as JsonValue)?.TryGetValue(out bool truth) == true ? truth : null;

    /// <summary>Time of a field in ISO 8601, or null.</summary>
    public static DateTimeOffset? Time(JsonObject? from, string name) =>
        DateTimeOffset.TryParse(String(from, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUniversalTime() : null;

    /// <summary>Number of a value, or null. Created values hold .NET numbers, parsed ones their text.</summary>
    public static double? Number(JsonNode? node) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number ? null
        : double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    internal static OperationException Unreadable(string what, string reason, Exception? cause = null) => new(
        MonitorErrorIds.DefinitionUnreadable,
        OperationErrorKind.InvalidInput,
        what,
        $"The {what} is invalid: {reason}.",
        $"Use a JSON object in the form of the API, as Export-Datadog{(what.StartsWith("dashboard", StringComparison.Ordinal) ? "Dashboard" : "Monitor")} writes it.",
        cause);

    private static IReadOnlyList<JsonObject> Objects(JsonNode? node, string what) => node switch
    {
        JsonObject one => [one],
        JsonArray list when list.All(item => item is JsonObject) => [.. list.Cast<JsonObject>()],
        _ => throw Unreadable(what, "it is JSON, but not an object"),
    };

    private static string Line(string text) => text.ReplaceLineEndings(" ").TrimEnd('.');
}
