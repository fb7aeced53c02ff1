using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Datadog.Definitions;

/// <summary>Describes the differences between two definitions, one a line.</summary>
internal static class DefinitionDifference
{
    private const int MaxShown = 160;

    /// <summary>The changes from one definition to the other; empty if they are equal.</summary>
    public static IReadOnlyList<string> Compare(JsonObject there, JsonObject wanted)
    {
        var lines = new List<string>();
        CompareObjects(lines, "", there, wanted);
        return lines;
    }

    private static void CompareObjects(List<string> lines, string path, JsonObject there, JsonObject wanted)
    {
        foreach ((string name, JsonNode? value) in wanted)
        {
            CompareNodes(lines, path.Length == 0 ? name : $"{path}.{name}", there[name], value);
        }

        foreach ((string name, JsonNode? value) in there)
        {
            if (!wanted.ContainsKey(name))
            {
                CompareNodes(lines, path.Length == 0 ? name : $"{path}.{name}", value, null);
            }
        }
    }

    private static void CompareNodes(List<string> lines, string path, JsonNode? there, JsonNode? wanted)
    {
        if (DefinitionJson.AreEqual(there, wanted))
        {
            return;
        }

        switch (there, wanted)
        {
            case (JsonObject a, JsonObject b):
                CompareObjects(lines, path, a, b);
                break;
            case (JsonArray a, JsonArray b) when path == "tags":
                CompareTags(lines, path, a, b);
                break;
            case (JsonArray a, JsonArray b):
                for (int i = 0; i < Math.Max(a.Count, b.Count); i++)
                {
                    CompareNodes(lines, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), i < a.Count ? a[i] : null, i < b.Count ? b[i] : null);
                }

                break;
            case (null, _):
                lines.Add($"+ {path}: {Show(wanted!)}");
                break;
            case (_, null):
                lines.Add($"- {path}: {Show(there)}");
                break;
            case (JsonValue, JsonValue) when IsLong(there) || IsLong(wanted):
                CompareText(lines, path, there.ToString(), wanted.ToString());
                break;
            default:
                lines.Add($"~ {path}: {Show(there)} -> {Show(wanted)}");
                break;
        }
    }

    // The order of tags has no meaning.
    private static void CompareTags(List<string> lines, string path, JsonArray there, JsonArray wanted)
    {
        HashSet<string> before = Texts(there);
        HashSet<string> after = Texts(wanted);
        lines.AddRange(after.Except(before, StringComparer.OrdinalIgnoreCase).Select(tag => $"+ {path}: {tag}"));
        lines.AddRange(before.Except(after, StringComparer.OrdinalIgnoreCase).Select(tag => $"- {path}: {tag}"));

        static HashSet<string> Texts(JsonArray list) => new(list.Select(tag => tag?.ToString() ?? ""), StringComparer.OrdinalIgnoreCase);
    }

    private static void CompareText(List<string> lines, string path, string there, string wanted)
    {
        string[] before = there.ReplaceLineEndings("\n").Split('\n');
        string[] after = wanted.ReplaceLineEndings("\n").Split('\n');
        int start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        int end = before.Skip(start).Reverse().Zip(after.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        lines.Add($"~ {path}:");
        lines.AddRange(before[start..(before.Length - end)].Select(line => "    - " + line));
        lines.AddRange(after[start..(after.Length - end)].Select(line => "    + " + line));
    }

    private static bool IsLong(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String && node.ToString() is { } text && (text.Length > MaxShown || text.Contains('\n', StringComparison.Ordinal));

    private static string Show(JsonNode node)
    {
        string text = DefinitionJson.Text(node, isIndented: false);
        return text.Length <= MaxShown ? text : text[..MaxShown] + "...";
    }
}
