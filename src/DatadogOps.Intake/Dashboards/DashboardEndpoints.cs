using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Dashboards;

/// <summary><c>/api/v1/dashboard</c>.</summary>
internal sealed class DashboardEndpoints(DocumentStore documents, TimeProvider clock)
{
    private const string Kind = "dashboard";
    private const string IdLetters = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly string[] Summary = ["id", "title", "description", "layout_type", "url", "is_read_only", "created_at", "modified_at", "author_handle"];

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        var read = new ApiContract(Keys.ApiAndApplication);
        var write = new ApiContract(Keys.ApiAndApplication, BodyLimits.Metrics);
        routes.Map("POST", "/api/v1/dashboard", write, CreateAsync);
        routes.Map("GET", "/api/v1/dashboard", read, request => Task.FromResult(List(request)));
        routes.Map("GET", "/api/v1/dashboard/{id}", read, request => Task.FromResult(ApiReply.Json(StatusCodes.Status200OK, Find(request))));
        routes.Map("PUT", "/api/v1/dashboard/{id}", write, ReplaceAsync);
        routes.Map("DELETE", "/api/v1/dashboard/{id}", read, DeleteAsync);
    }

    private async Task<ApiReply> CreateAsync(ApiRequest request)
    {
        JsonObject sent = Parse(request);
        string id = NewId();
        JsonObject made = Complete(sent, id, null);
        await documents.ChangeAsync(changes =>
        {
            changes.Add(new DocumentChange(Kind, id, made.ToBytes()));
            return true;
        });
        return ApiReply.Json(StatusCodes.Status200OK, made) with { Items = 1 };
    }

    private async Task<ApiReply> ReplaceAsync(ApiRequest request)
    {
        JsonObject made = await documents.ChangeAsync(changes =>
        {
            JsonObject before = Find(request);
            JsonObject after = Complete(Parse(request), request.Route("id"), before["created_at"]);
            changes.Add(new DocumentChange(Kind, request.Route("id"), after.ToBytes()));
            return after;
        });
        return ApiReply.Json(StatusCodes.Status200OK, made) with { Items = 1 };
    }

    private async Task<ApiReply> DeleteAsync(ApiRequest request)
    {
        await documents.ChangeAsync(changes =>
        {
            Find(request);
            changes.Add(new DocumentChange(Kind, request.Route("id"), null));
            return true;
        });
        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject { ["deleted_dashboard_id"] = request.Route("id") });
    }

    private ApiReply List(ApiRequest request)
    {
        request.AllowParameters("filter[shared]", "filter[deleted]", "count", "start");
        bool none = request.Flag("filter[shared]") || request.Flag("filter[deleted]");
        IEnumerable<JsonObject> found = none ? [] : documents.All(Kind);
        found = found.Skip((int)Math.Min(int.MaxValue, request.Number("start") ?? 0)).Take((int)Math.Min(int.MaxValue, request.Number("count") ?? 100));
        return ApiReply.Json(StatusCodes.Status200OK, new JsonObject
        {
            ["dashboards"] = new JsonArray([.. found.Select(dashboard => new JsonObject(Summary.Select(name => KeyValuePair.Create(name, dashboard[name]?.DeepClone()))))]),
        });
    }

    private JsonObject Find(ApiRequest request) =>
        documents.Find(Kind, request.Route("id")) ?? throw RequestException.NotFound($"Dashboard with ID {request.Route("id")} not found");

    private static JsonObject Parse(ApiRequest request)
    {
        Place.Read(request.Body.Content, body =>
        {
            DashboardDefinition.Check(body);
            return true;
        });
        JsonObject sent = JsonNode.Parse(request.Body.Content.Span)!.AsObject();
        foreach (string name in DashboardDefinition.ReadOnly)
        {
            sent.Remove(name);
        }

        return sent;
    }

    private JsonObject Complete(JsonObject sent, string id, JsonNode? created)
    {
        string title = sent["title"]!.GetValue<string>();
        string now = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
        var made = new JsonObject
        {
            ["id"] = id,
            ["title"] = title,
            ["description"] = null,
            ["author_handle"] = "intake@localhost",
            ["author_name"] = null,
            ["layout_type"] = null,
            ["url"] = $"/dashboard/{id}/{TagNormalizer.Value(title).Replace('_', '-').Replace('/', '-')}",
            ["is_read_only"] = false,
            ["template_variables"] = null,
            ["widgets"] = null,
            ["notify_list"] = null,
            ["created_at"] = created?.DeepClone() ?? now,
            ["modified_at"] = now,
            ["restricted_roles"] = new JsonArray(),
        };
        foreach ((string name, JsonNode? value) in sent)
        {
            made[name] = value?.DeepClone();
        }

        long widgetId = 1;
        foreach (JsonNode? widget in made["widgets"]!.AsArray())
        {
            GiveIds(widget!.AsObject(), ref widgetId);
        }

        return made;
    }

    private static void GiveIds(JsonObject widget, ref long next)
    {
        widget["id"] ??= next;
        next++;
        foreach (JsonNode? inner in (widget["definition"]!["type"]!.GetValue<string>() == "group" ? widget["definition"]!["widgets"] as JsonArray : null) ?? [])
        {
            GiveIds(inner!.AsObject(), ref next);
        }
    }

    private static string NewId() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(IdLetters, 3)));
}
