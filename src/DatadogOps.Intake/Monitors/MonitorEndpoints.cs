using System.Globalization;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Monitors;

/// <summary><c>/api/v1/monitor</c>: all that Datadog has of it for a definition. Nothing is evaluated here.</summary>
internal sealed class MonitorEndpoints(DocumentStore documents, TimeProvider clock)
{
    private const string Kind = "monitor";
    private const long FirstId = 100_000_000;
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    private static readonly string[] Parameters = ["name", "tags", "monitor_tags", "page", "page_size", "id_offset", "group_states", "with_downtimes"];

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        var read = new ApiContract(Keys.ApiAndApplication);
        var write = new ApiContract(Keys.ApiAndApplication, BodyLimits.Metrics);
        routes.Map("POST", "/api/v1/monitor", write, CreateAsync);
        routes.Map("GET", "/api/v1/monitor", read, request => Task.FromResult(List(request)));
        routes.Map("POST", "/api/v1/monitor/validate", write, request => Task.FromResult(Validate(request)));
        routes.Map("GET", "/api/v1/monitor/{id:long}", read, request => Task.FromResult(ApiReply.Json(StatusCodes.Status200OK, Find(request))));
        routes.Map("PUT", "/api/v1/monitor/{id:long}", write, UpdateAsync);
        routes.Map("DELETE", "/api/v1/monitor/{id:long}", read, DeleteAsync);
        routes.Map("POST", "/api/v1/monitor/{id:long}/validate", write, request =>
        {
            _ = Find(request);
            return Task.FromResult(Validate(request));
        });
    }

    private async Task<ApiReply> CreateAsync(ApiRequest request)
    {
        JsonObject monitor = await documents.ChangeAsync(changes =>
        {
            JsonObject sent = Parse(request);
            MonitorQuery query = Check(request.Body.Content);
            JsonObject[] all = [.. documents.All(Kind)];
            if (all.Any(other => IsSame(other, sent)))
            {
                // As Datadog does, which tells them from each other by these.
                throw RequestException.Bad($"Duplicate of an existing monitor_id:{Id(all.First(other => IsSame(other, sent)))} org_id:1");
            }

            long id = Math.Max(FirstId, all.Select(Id).DefaultIfEmpty().Max() + 1);
            JsonObject made = Complete(sent, query, id, clock.GetUtcNow());
            changes.Add(new DocumentChange(Kind, Key(id), made.ToBytes()));
            return made;
        });
        return ApiReply.Json(StatusCodes.Status200OK, monitor) with { Items = 1 };
    }

    private async Task<ApiReply> UpdateAsync(ApiRequest request)
    {
        JsonObject monitor = await documents.ChangeAsync(changes =>
        {
            JsonObject before = Find(request);
            JsonObject sent = Parse(request);
            if (sent["type"] is { } type && Shown(type.GetValue<string>()) != before["type"]!.GetValue<string>())
            {
                throw RequestException.Bad("The value provided for parameter 'type' is invalid: the type of a monitor cannot be changed");
            }

            // What is not sent stays; options are replaced as a whole, as in Datadog.
            JsonObject merged = before.DeepClone().AsObject();
            foreach ((string name, JsonNode? value) in sent)
            {
                merged[name] = value?.DeepClone();
            }

            MonitorQuery query = Check(merged.ToBytes());
            JsonObject made = Complete(merged, query, Id(before), clock.GetUtcNow());
            changes.Add(new DocumentChange(Kind, Key(Id(before)), made.ToBytes()));
            return made;
        });
        return ApiReply.Json(StatusCodes.Status200OK, monitor) with { Items = 1 };
    }

    private async Task<ApiReply> DeleteAsync(ApiRequest request)
    {
        long id = await documents.ChangeAsync(changes =>
        {
            long found = Id(Find(request));
            changes.Add(new DocumentChange(Kind, Key(found), null));
            return found;
        });
        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["deleted_monitor_id"] = id });
    }

    private static ApiReply Validate(ApiRequest request)
    {
        Check(request.Body.Content);
        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject());
    }

    private ApiReply List(ApiRequest request)
    {
        request.AllowParameters(Parameters);
        string? name = request.Query("name");
        string[] monitorTags = request.Words("monitor_tags");
        string[] scopeTags = request.Words("tags");
        long? page = request.Number("page");
        long pageSize = request.Number("page_size") ?? DefaultPageSize;
        long after = request.Number("id_offset") ?? 0;
        if (pageSize is < 1 or > MaxPageSize)
        {
            throw RequestException.Bad($"The parameter 'page_size' must be from 1 to {MaxPageSize}");
        }

        IEnumerable<JsonObject> found = documents.All(Kind).Where(monitor =>
            Id(monitor) > after
            && (name is null || monitor["name"]!.GetValue<string>().Contains(name, StringComparison.OrdinalIgnoreCase))
            && monitorTags.All(tag => monitor["tags"]!.AsArray().Any(has => string.Equals(has!.GetValue<string>(), tag, StringComparison.OrdinalIgnoreCase)))
            && scopeTags.All(tag => monitor["query"]!.GetValue<string>().Contains(tag, StringComparison.OrdinalIgnoreCase)));

        // Without a page or an offset all are returned (Datadog's OpenAPI document of API v1).
        if (page is not null || request.Query("id_offset") is not null || request.Query("page_size") is not null)
        {
            found = found.Skip((int)Math.Min(int.MaxValue, (page ?? 0) * pageSize)).Take((int)pageSize);
        }

        return ApiReply.Json(StatusCodes.Status200OK, new JsonArray([.. found]));
    }

    private JsonObject Find(ApiRequest request) =>
        documents.Find(Kind, Key(long.TryParse(request.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : 0))
        ?? throw RequestException.NotFound("Monitor not found");

    private static MonitorQuery Check(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Place.Read(body, MonitorDefinition.Check);
        }
        catch (MonitorException refusal)
        {
            throw RequestException.Bad(refusal.Message);
        }
    }

    // Place.Read first, because it also refuses what the parser here lets through, as names given twice.
    private static JsonObject Parse(ApiRequest request)
    {
        Place.Read(request.Body.Content, body => body.RequireObject());
        JsonObject sent = JsonNode.Parse(request.Body.Content.Span)!.AsObject();
        foreach (string name in MonitorDefinition.ReadOnly)
        {
            sent.Remove(name);
        }

        return sent;
    }

    private static JsonObject Complete(JsonObject sent, MonitorQuery query, long id, DateTimeOffset now)
    {
        var options = (JsonObject?)sent["options"]?.DeepClone() ?? [];
        var thresholds = (JsonObject?)options["thresholds"] ?? [];
        foreach (string name in thresholds.Where(threshold => threshold.Value is null).Select(threshold => threshold.Key).ToArray())
        {
            thresholds.Remove(name);
        }

        if (thresholds.Count == 0 && query.Threshold is { } critical)
        {
            thresholds["critical"] = critical;
        }

        options["thresholds"] = thresholds.DeepClone();
        options["notify_no_data"] ??= false;
        options["notify_audit"] ??= false;
        options["include_tags"] ??= true;
        options["silenced"] ??= new JsonObject();
        if (!options.ContainsKey("new_host_delay") && !options.ContainsKey("new_group_delay"))
        {
            options["new_host_delay"] = 300;
        }

        string time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["id"] = id,
            ["org_id"] = 1,
            ["type"] = Shown(sent["type"]!.GetValue<string>()),
            ["name"] = sent["name"]!.GetValue<string>(),
            ["message"] = sent["message"]?.GetValue<string>() ?? string.Empty,
            ["tags"] = sent["tags"]?.DeepClone() ?? new JsonArray(),
            ["query"] = sent["query"]!.GetValue<string>(),
            ["options"] = options,
            ["multi"] = query.HasGroups,
            ["created_at"] = sent["created_at"]?.DeepClone() ?? now.ToUnixTimeMilliseconds(),
            ["created"] = sent["created"]?.DeepClone() ?? time,
            ["modified"] = time,
            ["deleted"] = null,
            ["restricted_roles"] = sent["restricted_roles"]?.DeepClone(),
            ["priority"] = sent["priority"]?.DeepClone(),
            ["overall_state_modified"] = null,
            ["overall_state"] = "No Data",
            ["creator"] = new JsonObject { ["name"] = null, ["handle"] = "intake@localhost", ["email"] = "intake@localhost" },
        };
    }

    // A metric alert comes back under its new name.
    private static string Shown(string type) => type == "metric alert" ? "query alert" : type;

    private static bool IsSame(JsonObject stored, JsonObject sent) =>
        Same(stored, sent, "name") && Same(stored, sent, "query") && (stored["message"]?.GetValue<string>() ?? string.Empty) == (sent["message"] is JsonValue message && message.TryGetValue(out string? text) ? text : string.Empty)
        && sent["type"] is JsonValue type && type.TryGetValue(out string? given) && Shown(given) == stored["type"]!.GetValue<string>()
        && JsonNode.DeepEquals(stored["tags"], sent["tags"] ?? new JsonArray());

    private static bool Same(JsonObject one, JsonObject other, string name) => JsonNode.DeepEquals(one[name], other[name]);

    private static long Id(JsonObject monitor) => monitor["id"]!.GetValue<long>();

    // Ids are ordered as texts.
    private static string Key(long id) => id.ToString("D19", CultureInfo.InvariantCulture);
}
