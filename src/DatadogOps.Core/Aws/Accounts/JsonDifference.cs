using System.Text.Json.Nodes;

namespace DatadogOps.Aws.Accounts;

/// <summary>What differs between two JSON values, a line a change.</summary>
internal static class JsonDifference
{
    // A secret that goes in is not for anybody's eyes; the names are the API's.
    private const string SecretName = "secret_access_key";

    public static void Add(List<string> lines, string path, JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject old && after is JsonObject current)
        {
            foreach (string name in old.Select(one => one.Key).Union(current.Select(one => one.Key)))
            {
                Add(lines, path.Length == 0 ? name : path + "." + name, old[name], current[name]);
            }
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            lines.Add(path.EndsWith(SecretName, StringComparison.Ordinal) ? $"{path}: ****" : $"{path}: {Show(before)} -> {Show(after)}");
        }
    }

    private static string Show(JsonNode? value) => value?.ToJsonString() ?? "(none)";
}
