using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DatadogOps.Aws.Policies;

/// <summary>Policies as JSON: written in one way only, read in all that IAM allows.</summary>
internal static class PolicyJson
{
    // A managed policy has 6,144 characters and blanks besides; what is ten times that is no policy.
    private const int MaxLength = 131_072;

    private static readonly string[] s_negations = ["NotAction", "NotPrincipal", "NotResource"];

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 12 };

    /// <summary>The document without white space, by whose length IAM counts.</summary>
    public static string Compact(PolicyDocument document) => Write(document, indented: false);

    /// <summary>The document for people.</summary>
    public static string Indented(PolicyDocument document) => Write(document, indented: true);

    /// <summary>Writes the document as a value of a larger one.</summary>
    public static void WriteTo(Utf8JsonWriter json, PolicyDocument document)
    {
        json.WriteStartObject();
        json.WriteString("Version", "2012-10-17");
        json.WriteStartArray("Statement");
        foreach (PolicyStatement statement in document.Statements)
        {
            WriteStatement(json, statement);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a policy.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static PolicyDocument Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"it is longer than {MaxLength} characters");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_reading);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Statement", out JsonElement statements)
                ? new PolicyDocument([.. OneOrMany(statements).Select(ReadStatement)])
                : throw new FormatException("it has no Statement");
        }
        catch (JsonException failure)
        {
            throw new FormatException($"it is no JSON: {failure.Message}", failure);
        }
        catch (InvalidOperationException failure)
        {
            throw new FormatException("an element is of the wrong kind", failure);
        }
    }

    /// <summary>Writer options of every document here: policies hold no HTML, and an escaped plus sign would count six times.</summary>
    public static JsonWriterOptions Options(bool indented) => new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Write(PolicyDocument document, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options(indented)))
        {
            WriteTo(json, document);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteStatement(Utf8JsonWriter json, PolicyStatement statement)
    {
        json.WriteStartObject();
        if (statement.Sid is not null)
        {
            json.WriteString("Sid", statement.Sid);
        }

        json.WriteString("Effect", statement.IsAllow ? "Allow" : "Deny");
        if (statement.Principals.Count > 0)
        {
            json.WriteStartObject("Principal");
            foreach (IGrouping<string, PolicyPrincipal> kind in statement.Principals.GroupBy(principal => principal.Kind))
            {
                WriteValues(json, kind.Key, [.. kind.Select(principal => principal.Value)]);
            }

            json.WriteEndObject();
        }

        WriteValues(json, "Action", statement.Actions);
        WriteValues(json, "Resource", statement.Resources);
        if (statement.Conditions.Count > 0)
        {
            json.WriteStartObject("Condition");
            foreach (IGrouping<string, PolicyCondition> one in statement.Conditions.GroupBy(condition => condition.Operator))
            {
                json.WriteStartObject(one.Key);
                foreach (PolicyCondition condition in one)
                {
                    WriteValues(json, condition.Key, condition.Values);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
        {
            json.WriteString(name, values[0]);
        }
        else if (values.Count > 1)
        {
            json.WriteStartArray(name);
            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    private static PolicyStatement ReadStatement(JsonElement statement) => new()
    {
        Sid = statement.TryGetProperty("Sid", out JsonElement sid) && sid.GetString() is { Length: > 0 } name ? name : null,
        IsAllow = statement.TryGetProperty("Effect", out JsonElement effect) && effect.GetString() == "Allow",
        Principals = statement.TryGetProperty("Principal", out JsonElement principal) ? ReadPrincipals(principal) : [],
        Actions = Strings(statement, "Action"),
        Resources = Strings(statement, "Resource"),
        Conditions = statement.TryGetProperty("Condition", out JsonElement condition) ? ReadConditions(condition) : [],
        Negations = [.. s_negations
            .Where(name => statement.TryGetProperty(name, out _))
            .Select(name => (name, statement.GetProperty(name).GetRawText()))],
    };

    private static List<PolicyPrincipal> ReadPrincipals(JsonElement principal) =>
        principal.ValueKind == JsonValueKind.String
            ? [new PolicyPrincipal("AWS", principal.GetString()!)]
            : [.. principal.EnumerateObject().SelectMany(kind => OneOrMany(kind.Value).Select(value => new PolicyPrincipal(kind.Name, value.GetString()!)))];

    private static List<PolicyCondition> ReadConditions(JsonElement condition) =>
    [
        .. from one in condition.EnumerateObject()
           from key in one.Value.EnumerateObject()
           select new PolicyCondition(one.Name, key.Name, [.. OneOrMany(key.Value).Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText())]),
    ];

    private static string[] Strings(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out JsonElement values) ? [.. OneOrMany(values).Select(value => value.GetString()!)] : [];

    private static List<JsonElement> OneOrMany(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
}
