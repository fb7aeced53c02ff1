using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using DatadogOps.Testbed.Network;

namespace DatadogOps.Tests.Datadog;

/// <summary>A write that came: method, path and body.</summary>
internal sealed record ReceivedWrite(string Method, string Path, JsonObject? Body);

/// <summary>
/// Answers about monitors, dashboards, events and queries in the shapes of recorded exchanges (DataDog/datadog-api-client-go,
/// tests/scenarios/cassettes): an edit replaces all options, and defaults appear in answers.
/// </summary>
internal sealed class DefinitionServer : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";
    public const string ApplicationKey = "0123456789abcdef0123456789abcdef01234567";

    private readonly HttpListener _listener;
    private readonly Task _serving;
    private int _next = 1000;

    public DefinitionServer()
    {
        _listener = LocalHttp.Listen(out Uri address);
        Uri = address;
        _serving = ServeAsync();
    }

    public Uri Uri { get; }

    /// <summary>Parameters by which a cmdlet finds this server.</summary>
    public string At => $"-ApiUri {Uri} -ApiKey {Key} -ApplicationKey {ApplicationKey}";

    public List<JsonObject> Monitors { get; } = [];

    public List<JsonObject> Dashboards { get; } = [];

    public List<JsonObject> Events { get; } = [];

    /// <summary>Answer to queries.</summary>
    public JsonObject QueryAnswer { get; set; } = new() { ["status"] = "ok", ["series"] = new JsonArray() };

    public List<ReceivedWrite> Writes { get; } = [];

    public List<string> Reads { get; } = [];

    public JsonObject AddMonitor(string json) => Add(Monitors, WithDefaults(JsonNode.Parse(json)!.AsObject(), ++_next));

    public JsonObject AddDashboard(string json)
    {
        JsonObject dashboard = JsonNode.Parse(json)!.AsObject();
        dashboard["id"] ??= string.Create(CultureInfo.InvariantCulture, $"abc-def-{++_next}");
        return Add(Dashboards, WithWidgetIds(dashboard));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private static JsonObject Add(List<JsonObject> to, JsonObject item)
    {
        to.Add(item);
        return item;
    }

    private static JsonObject WithDefaults(JsonObject monitor, long id)
    {
        monitor["id"] = id;
        monitor["type"] = monitor["type"]?.ToString() is "metric alert" or null ? "query alert" : monitor["type"]!.ToString();
        monitor["tags"] ??= new JsonArray();
        monitor["priority"] ??= null;
        monitor["overall_state"] = "OK";
        monitor["created"] = "2026-11-09T10:07:16.513455+00:00";
        monitor["creator"] = new JsonObject { ["name"] = null, ["handle"] = "frog@datadoghq.com" };
        monitor["restricted_roles"] = null;
        monitor["multi"] = false;
        var options = monitor["options"] as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in new JsonObject { ["notify_audit"] = false, ["notify_no_data"] = false, ["include_tags"] = true, ["new_host_delay"] = 300, ["silenced"] = new JsonObject() })
        {
            options[name] ??= value!.DeepClone();
        }

        monitor["options"] = options.DeepClone();
        return monitor;
    }

    private JsonObject WithWidgetIds(JsonObject dashboard)
    {
        foreach (JsonObject widget in dashboard["widgets"]!.AsArray().OfType<JsonObject>())
        {
            widget["id"] = ++_next;
            if (widget["definition"]!["widgets"] is JsonArray)
            {
                WithWidgetIds(widget["definition"]!.AsObject());
            }
        }

        return dashboard;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                string body = await reader.ReadToEndAsync();
                (int status, JsonNode answer) = Answer(context.Request, body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject());
                byte[] bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private (int Status, JsonNode Answer) Answer(HttpListenerRequest request, JsonObject? body)
    {
        if (request.Headers["DD-API-KEY"] != Key || request.Headers["DD-APPLICATION-KEY"] != ApplicationKey)
        {
            return (403, Errors("Forbidden"));
        }

        string path = request.Url!.AbsolutePath;
        NameValueCollection query = HttpUtility.ParseQueryString(request.Url.Query);
        if (request.HttpMethod == "GET")
        {
            Reads.Add(request.Url.PathAndQuery);
        }
        else if (!path.EndsWith("/validate", StringComparison.Ordinal))
        {
            Writes.Add(new ReceivedWrite(request.HttpMethod, request.Url.PathAndQuery, body?.DeepClone().AsObject()));
        }

        string id = path.Split('/') is [_, _, _, _, var last, ..] ? last : "";
        return path.Split('/')[3] switch
        {
            "query" => (200, QueryAnswer.DeepClone()),
            "events" => (200, new JsonObject { ["status"] = "ok", ["events"] = List(Events.Skip(1000 * int.Parse(query["page"] ?? "0", CultureInfo.InvariantCulture)).Take(1000)) }),
            "monitor" when path.EndsWith("/validate", StringComparison.Ordinal) =>
                body!["query"]!.ToString().Contains("refused", StringComparison.Ordinal) ? (400, Errors("The value provided for parameter 'query' is invalid")) : (200, new JsonObject()),
            "monitor" => Monitor(request.HttpMethod, id, query, body),
            "dashboard" => Dashboard(request.HttpMethod, id, query, body),
            _ => (404, Errors("Not found")),
        };
    }

    private (int Status, JsonNode Answer) Monitor(string method, string id, NameValueCollection query, JsonObject? body)
    {
        if (id.Length == 0)
        {
            if (method == "POST")
            {
                return (200, Add(Monitors, WithDefaults(body!, ++_next)).DeepClone());
            }

            string[] tags = (query["monitor_tags"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            int size = int.Parse(query["page_size"]!, CultureInfo.InvariantCulture);
            return (200, List(Monitors
                .Where(one => one["name"]!.ToString().Contains(query["name"] ?? "", StringComparison.OrdinalIgnoreCase))
                .Where(one => tags.All(tag => one["tags"]!.AsArray().Any(own => own!.ToString() == tag)))
                .Skip(size * int.Parse(query["page"]!, CultureInfo.InvariantCulture)).Take(size)));
        }

        int at = Monitors.FindIndex(one => one["id"]!.ToString() == id);
        if (at < 0)
        {
            return (404, Errors("Monitor not found"));
        }

        switch (method)
        {
            case "DELETE":
                Monitors.RemoveAt(at);
                return (200, new JsonObject { ["deleted_monitor_id"] = long.Parse(id, CultureInfo.InvariantCulture) });
            case "PUT":
                // What an edit leaves out stays, but for options, of which it leaves none.
                JsonObject merged = Monitors[at].DeepClone().AsObject();
                foreach ((string name, JsonNode? value) in body!)
                {
                    merged[name] = value?.DeepClone();
                }

                Monitors[at] = WithDefaults(merged, long.Parse(id, CultureInfo.InvariantCulture));
                break;
        }

        return (200, Monitors[at].DeepClone());
    }

    private (int Status, JsonNode Answer) Dashboard(string method, string id, NameValueCollection query, JsonObject? body)
    {
        if (id.Length == 0)
        {
            return method == "POST"
                ? (200, AddDashboard(body!.ToJsonString()).DeepClone())
                : (200, new JsonObject
                {
                    ["dashboards"] = List(Dashboards
                        .Skip(int.Parse(query["start"]!, CultureInfo.InvariantCulture)).Take(int.Parse(query["count"]!, CultureInfo.InvariantCulture))
                        .Select(one => new JsonObject { ["id"] = one["id"]!.ToString(), ["title"] = one["title"]!.ToString(), ["description"] = one["description"]?.ToString(), ["layout_type"] = "ordered" })),
                });
        }

        int at = Dashboards.FindIndex(one => one["id"]!.ToString() == id);
        if (at < 0)
        {
            return (404, Errors($"Dashboard with ID {id} not found"));
        }

        if (method == "DELETE")
        {
            Dashboards.RemoveAt(at);
            return (200, new JsonObject { ["deleted_dashboard_id"] = id });
        }

        if (method == "PUT")
        {
            body!["id"] = id;
            Dashboards[at] = WithWidgetIds(body);
        }

        return (200, Dashboards[at].DeepClone());
    }

    private static JsonArray List(IEnumerable<JsonObject> items) => new([.. items.Select(item => item.DeepClone())]);

    private static JsonObject Errors(string text) => new() { ["errors"] = new JsonArray(text) };
}
