using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Events;

/// <summary><c>/api/v2/events</c>: posting, and searching with cursors. Shapes as in recorded answers of Datadog's.</summary>
internal sealed class EventsV2(EventStore events)
{
    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        routes.Map("POST", "/api/v2/events", new ApiContract(Keys.Api, BodyLimits.Metrics, ErrorForm.Objects), PostAsync);
        routes.Map("GET", "/api/v2/events", new ApiContract(Keys.ApiAndApplication), request => Task.FromResult(List(request)));
        routes.Map("POST", "/api/v2/events/search", new ApiContract(Keys.ApiAndApplication, BodyLimits.Metrics), request => Task.FromResult(Search(request)));
    }

    private async Task<ApiReply> PostAsync(ApiRequest request)
    {
        StoredEvent stored = await events.AddAsync(Place.Read(request.Body.Content, body => EventV2Payload.Read(body, request.Now)));
        string uid = Uid(stored);
        return ApiReply.Json(StatusCodes.Status202Accepted, new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["attributes"] = new JsonObject
                {
                    ["attributes"] = new JsonObject { ["evt"] = new JsonObject { ["id"] = $"{stored.Id}", ["uid"] = uid } },
                },
                ["id"] = "_",
                ["type"] = "event",
            },
            ["links"] = new JsonObject { ["self"] = $"https://app.datadoghq.com/event/event?uid={uid}" },
        }) with
        { Items = 1 };
    }

    private ApiReply List(ApiRequest request)
    {
        long? limit = request.Query("page[limit]") switch
        {
            null => null,
            { } text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1,
        };
        return Answer(request, EventSearch.Create(
            request.Query("filter[query]"), request.Query("filter[from]"), request.Query("filter[to]"), request.Query("sort"), request.Query("page[cursor]"), limit, request.Now));
    }

    private ApiReply Search(ApiRequest request) => Place.Read(request.Body.Content, body =>
    {
        body.AllowOnly("filter", "options", "page", "sort");
        Place? filter = body.Optional("filter")?.AllowOnly("query", "from", "to");
        Place? page = body.Optional("page")?.AllowOnly("cursor", "limit");
        body.Optional("options")?.AllowOnly("timeOffset", "timezone");
        return Answer(request, EventSearch.Create(
            filter?.Optional("query")?.Text(),
            filter?.Optional("from")?.Text(),
            filter?.Optional("to")?.Text(),
            body.Optional("sort")?.Text(),
            page?.Optional("cursor")?.Text(),
            page?.Optional("limit")?.Integer(),
            request.Now));
    });

    private ApiReply Answer(ApiRequest request, EventSearch search)
    {
        (StoredEvent[] page, string? next) = search.Run(events.All());
        return new ApiReply(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (StoredEvent one in page)
            {
                Write(json, one);
            }

            json.WriteEndArray();
            if (next is not null)
            {
                json.WriteStartObject("meta");
                json.WriteStartObject("page");
                json.WriteString("after", next);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteStartObject("links");
                json.WriteString("next", NextAddress(request, search, next));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        })
        { Items = page.Length };
    }

    private static string NextAddress(ApiRequest request, EventSearch search, string next)
    {
        HttpRequest http = request.Context.Request;
        string sort = search.OldestFirst ? "&sort=timestamp" : string.Empty;
        return $"{http.Scheme}://{http.Host}/api/v2/events?filter%5Bquery%5D={Uri.EscapeDataString(search.Query)}&filter%5Bfrom%5D={search.FromMs}"
            + $"&filter%5Bto%5D={search.ToMs}&page%5Bcursor%5D={Uri.EscapeDataString(next)}&page%5Blimit%5D={search.Limit}{sort}";
    }

    private static void Write(Utf8JsonWriter json, StoredEvent one)
    {
        json.WriteStartObject();
        json.WriteString("type", "event");
        json.WriteString("id", Uid(one));
        json.WriteStartObject("attributes");
        json.WriteString("message", one.Text);
        json.WriteString("timestamp", DateTimeOffset.FromUnixTimeSeconds(one.DateHappened).UtcDateTime);
        json.WriteStartArray("tags");
        foreach (string tag in one.Tags.Append($"source:{one.SourceTypeName ?? "api"}"))
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteStartObject("attributes");
        json.WriteString("title", one.Title);
        json.WriteString("status", one.AlertType ?? "info");
        json.WriteNumber("timestamp", one.DateHappened * 1000);
        json.WriteString("priority", one.Priority ?? "normal");
        WriteIf(json, "hostname", one.Host);
        WriteIf(json, "aggregation_key", one.AggregationKey);
        WriteIf(json, "category", one.Category);
        json.WriteStartObject("evt");
        json.WriteString("id", $"{one.Id}");
        json.WriteString("type", one.SourceTypeName ?? "api");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteIf(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Uid(StoredEvent one) => Convert.ToBase64String(BitConverter.GetBytes(one.Id)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
