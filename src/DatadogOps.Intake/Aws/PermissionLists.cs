using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;

namespace DatadogOps.Intake.Aws;

/// <summary>
/// <c>/api/v2/integration/aws/iam_permissions</c> and its parts, from lists of the day that the data file names. No key is
/// asked for: Datadog's own CloudFormation template calls these without.
/// </summary>
internal static class PermissionLists
{
    private static readonly Lazy<Dictionary<string, List<string>>> Lists = new(Load);

    /// <summary>Adds the routes.</summary>
    public static void Map(ApiRoutes routes)
    {
        const string path = "/api/v2/integration/aws/iam_permissions";
        var contract = new ApiContract(Keys.None, Errors: ErrorForm.JsonApi);
        routes.Map("GET", path, contract, request => Task.FromResult(Answer(request, "all")));
        routes.Map("GET", path + "/standard", contract, request => Task.FromResult(Answer(request, "standard")));
        routes.Map("GET", path + "/resource_collection", contract, request => Task.FromResult(Answer(request, "resource_collection")));
    }

    private static ApiReply Answer(ApiRequest request, string name)
    {
        request.AllowParameters("chunked");
        List<string>[] parts = [.. Lists.Value.Where(list => list.Key == name || list.Key.StartsWith(name + " ", StringComparison.Ordinal)).Select(list => list.Value)];

        // In chunks, each fits a managed policy.
        JsonArray permissions = request.Flag("chunked")
            ? [.. parts.Select(part => (JsonNode)Array(part))]
            : Array(parts.SelectMany(part => part).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["id"] = "permissions",
                ["type"] = "permissions",
                ["attributes"] = new JsonObject { ["permissions"] = permissions },
            },
        });
    }

    private static JsonArray Array(IEnumerable<string> actions) => [.. actions.Select(action => (JsonNode)action)];

    private static Dictionary<string, List<string>> Load()
    {
        using Stream stream = typeof(PermissionLists).Assembly.GetManifestResourceStream("permissions.txt")!;
        using var reader = new StreamReader(stream);
        var lists = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? current = null;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                lists[line.Trim('[', ']')] = current = [];
            }
            else if (line.Length > 0)
            {
                current?.Add(line);
            }
        }

        return lists;
    }
}
