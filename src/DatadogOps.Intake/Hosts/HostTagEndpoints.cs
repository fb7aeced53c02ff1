using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Hosts;

/// <summary>
/// <c>/api/v1/tags/hosts</c>: tags that were given to hosts, by source. A host is known once anything came from it;
/// until then every answer about it is 404, and reporters wait and try again.
/// </summary>
internal sealed class HostTagEndpoints(MetricIngest hosts, DocumentStore documents)
{
    private const string Kind = "host_tags";
    private const string DefaultSource = "users";

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        const string path = "/api/v1/tags/hosts/{host}";
        var read = new ApiContract(Keys.ApiAndApplication);
        var write = new ApiContract(Keys.ApiAndApplication, BodyLimits.Metrics);
        routes.Map("GET", "/api/v1/tags/hosts", read, request => Task.FromResult(List(request)));
        routes.Map("GET", path, read, request => Task.FromResult(Get(request)));
        routes.Map("POST", path, write, request => ChangeAsync(request, replace: false));
        routes.Map("PUT", path, write, request => ChangeAsync(request, replace: true));
        routes.Map("DELETE", path, read, DeleteAsync);
    }

    private ApiReply List(ApiRequest request)
    {
        string? source = request.Query("source");
        var byTag = new SortedDictionary<string, JsonArray>(StringComparer.Ordinal);
        foreach (JsonObject host in documents.All(Kind))
        {
            foreach (string tag in TagsOf(host, source))
            {
                if (!byTag.TryGetValue(tag, out JsonArray? names))
                {
                    byTag[tag] = names = [];
                }

                names.Add((JsonNode)host["host"]!.GetValue<string>());
            }
        }

        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["tags"] = new JsonObject(byTag.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))) });
    }

    private ApiReply Get(ApiRequest request)
    {
        string host = Known(request);
        return Answer(StatusCodes.Status200OK, host, documents.Find(Kind, host) is { } found ? TagsOf(found, request.Query("source")) : []);
    }

    private async Task<ApiReply> ChangeAsync(ApiRequest request, bool replace)
    {
        string[] tags = Place.Read(request.Body.Content, body =>
        {
            body.AllowOnly("host", "tags").Optional("host")?.Text();
            return body.Required("tags").Texts();
        });
        string host = Known(request);
        string source = request.Query("source") ?? DefaultSource;
        string[] result = await documents.ChangeAsync(changes =>
        {
            JsonObject document = documents.Find(Kind, host) ?? new JsonObject { ["host"] = host, ["sources"] = new JsonObject() };
            var sources = (JsonObject)document["sources"]!;
            IEnumerable<string> before = replace ? [] : TagsOf(document, source);
            string[] after = [.. before.Concat(tags).Distinct(StringComparer.Ordinal)];
            sources[source] = new JsonArray([.. after.Select(tag => (JsonNode)tag)]);
            changes.Add(new DocumentChange(Kind, host, document.ToBytes()));
            return after;
        });
        return Answer(StatusCodes.Status201Created, host, result);
    }

    private async Task<ApiReply> DeleteAsync(ApiRequest request)
    {
        string host = Known(request);
        await documents.ChangeAsync(changes =>
        {
            JsonObject? document = documents.Find(Kind, host);
            if (document is not null && ((JsonObject)document["sources"]!).Remove(request.Query("source") ?? DefaultSource))
            {
                changes.Add(new DocumentChange(Kind, host, document.ToBytes()));
            }

            return true;
        });
        return ApiReply.Empty(StatusCodes.Status204NoContent);
    }

    private string Known(ApiRequest request)
    {
        string host = request.Route("host");
        return hosts.Knows(host) ? host : throw RequestException.NotFound($"Host {host} not found");
    }

    private static string[] TagsOf(JsonObject host, string? source) =>
    [
        .. ((JsonObject)host["sources"]!)
            .Where(one => source is null || one.Key == source)
            .SelectMany(one => one.Value!.AsArray())
            .Select(tag => tag!.GetValue<string>())
            .Distinct(StringComparer.Ordinal),
    ];

    private static ApiReply Answer(int status, string host, string[] tags) =>
        ApiReply.Json(status, new JsonObject { ["host"] = host, ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) });
}
