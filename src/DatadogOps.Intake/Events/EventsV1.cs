using System.Globalization;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Events;

/// <summary><c>/api/v1/events</c>: posting, listing, one by its id. Source of the rules: Datadog's OpenAPI document of API v1.</summary>
internal sealed class EventsV1(EventStore events)
{
    private const int PageSize = 1000;

    private static readonly string[] Parameters = ["start", "end", "priority", "sources", "tags", "unaggregated", "exclude_aggregate", "page"];

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        routes.Map("POST", "/api/v1/events", new ApiContract(Keys.Api, BodyLimits.Metrics), PostAsync);
        routes.Map("GET", "/api/v1/events", new ApiContract(Keys.ApiAndApplication), request => Task.FromResult(List(request)));
        routes.Map("GET", "/api/v1/events/{id}", new ApiContract(Keys.ApiAndApplication), request => Task.FromResult(Get(request)));
    }

    private async Task<ApiReply> PostAsync(ApiRequest request)
    {
        StoredEvent sent = Place.Read(request.Body.Content, body => Read(body, request.Now));
        StoredEvent stored = await events.AddAsync(sent);
        return new ApiReply(StatusCodes.Status202Accepted, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", "ok");
            json.WritePropertyName("event");
            stored.WriteV1(json);
            json.WriteEndObject();
        })
        { Items = 1 };
    }

    private static StoredEvent Read(Place body, long now)
    {
        body.AllowOnly(
            "title", "text", "aggregation_key", "alert_type", "date_happened", "device_name", "host", "priority", "related_event_id", "source_type_name", "tags");
        long happened = body.Optional("date_happened")?.Integer() ?? now;
        if (happened < now - EventStore.MaxAgeSec)
        {
            throw RequestException.Bad("Event too far in the past");
        }

        return new StoredEvent
        {
            Id = 0,
            Title = body.Required("title").Text(1, int.MaxValue),
            Text = body.Required("text").Text(0, 4000),
            DateHappened = happened,
            AggregationKey = body.Optional("aggregation_key")?.Text(0, 100),
            AlertType = body.Optional("alert_type")?.OneOf("error", "warning", "info", "success", "user_update", "recommendation", "snapshot"),
            DeviceName = body.Optional("device_name")?.Text(),
            Host = body.Optional("host")?.Text(),
            Priority = body.Optional("priority")?.OneOf("normal", "low"),
            RelatedEventId = body.Optional("related_event_id")?.Integer(),
            SourceTypeName = body.Optional("source_type_name")?.Text(),
            Tags = body.Optional("tags")?.Texts() ?? [],
        };
    }

    private ApiReply List(ApiRequest request)
    {
        request.AllowParameters(Parameters);
        long start = request.Number("start") ?? throw RequestException.Bad("The parameter 'start' is required");
        long end = request.Number("end") ?? throw RequestException.Bad("The parameter 'end' is required");
        bool unaggregated = request.Flag("unaggregated");
        bool excludeAggregate = request.Flag("exclude_aggregate");
        long page = request.Number("page") ?? 0;
        if (end < start)
        {
            throw RequestException.Bad("The parameter 'end' must not be before 'start'");
        }

        if (request.Query("page") is not null && !unaggregated && !excludeAggregate)
        {
            throw RequestException.Bad("The parameter 'page' can only be used with unaggregated or exclude_aggregate");
        }

        string? priority = request.Query("priority");
        if (priority is not (null or "normal" or "low"))
        {
            throw RequestException.Bad($"The parameter 'priority' is normal or low, not '{priority}'");
        }

        string[] sources = request.Words("sources");
        string[] tags = request.Words("tags");
        StoredEvent[] all = events.All();
        Dictionary<string, StoredEvent> parents = all.Where(one => one.AggregationKey is not null)
            .GroupBy(one => one.AggregationKey!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        bool IsIn(StoredEvent one) => one.DateHappened >= start && one.DateHappened <= end;

        // "Otherwise, if an event is aggregated to a parent event with a timestamp outside of the timeframe, it won't be available."
        StoredEvent[] found =
        [
            .. all.Where(one => IsIn(one)
                    && (unaggregated || one.AggregationKey is null || IsIn(parents[one.AggregationKey]))
                    && (priority is null || (one.Priority ?? "normal") == priority)
                    && (sources.Length == 0 || sources.Contains(one.SourceTypeName, StringComparer.OrdinalIgnoreCase))
                    && tags.All(tag => one.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)))
                .OrderByDescending(one => one.DateHappened).ThenByDescending(one => one.Id)
                .Skip((int)Math.Min(int.MaxValue, page * PageSize)).Take(PageSize),
        ];
        return new ApiReply(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (StoredEvent one in found)
            {
                one.WriteV1(json);
            }

            json.WriteEndArray();
            json.WriteString("status", "ok");
            json.WriteEndObject();
        })
        { Items = found.Length };
    }

    private ApiReply Get(ApiRequest request)
    {
        StoredEvent found = (long.TryParse(request.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? events.Find(id) : null)
            ?? throw RequestException.NotFound("No event matches that event_id.");
        return new ApiReply(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("event");
            found.WriteV1(json);
            json.WriteString("status", "ok");
            json.WriteEndObject();
        });
    }
}
