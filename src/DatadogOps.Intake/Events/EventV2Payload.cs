using System.Globalization;
using System.Text.Json;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Events;

/// <summary>
/// Reads the body of <c>POST /api/v2/events</c>, which Datadog takes on the host event-management-intake. Source of the
/// limits: EventCreateRequest and its parts in Datadog's OpenAPI document of API v2.
/// </summary>
internal static class EventV2Payload
{
    private const int MaxProperties = 100;
    private const int MaxDepth = 10;

    /// <summary>Reads a body that came at a time in Unix seconds.</summary>
    public static StoredEvent Read(Place body, long now)
    {
        Place data = body.AllowOnly("data").Required("data").AllowOnly("type", "attributes");
        data.Required("type").OneOf("event");
        Place attributes = data.Required("attributes").AllowOnly(
            "title", "category", "attributes", "aggregation_key", "host", "integration_id", "message", "tags", "timestamp");
        string category = ReadCategory(attributes.Required("category"));
        Place custom = attributes.Required("attributes");
        string? status = null;
        if (category == "change")
        {
            CheckChange(custom);
        }
        else
        {
            status = CheckAlert(custom);
        }

        attributes.Optional("integration_id")?.OneOf("custom-events");
        string[] tags = [.. attributes.Optional("tags")?.Items().Select(tag => tag.Text(1, 200)) ?? []];
        if (tags.Length > 100)
        {
            throw attributes.Required("tags").Error($"has {tags.Length} tags; 100 are allowed");
        }

        return new StoredEvent
        {
            Id = 0,
            Title = attributes.Required("title").Text(1, 500),
            Text = attributes.Optional("message")?.Text(1, 4000) ?? string.Empty,
            DateHappened = ReadTime(attributes.Optional("timestamp"), now),
            Host = attributes.Optional("host")?.Text(1, 255),
            AggregationKey = attributes.Optional("aggregation_key")?.Text(1, 100),
            AlertType = status switch { "error" => "error", "warn" => "warning", "ok" => "success", _ => null },
            Category = category,
            Attributes = custom.Value.GetRawText(),
            Tags = tags,
        };
    }

    // The words of a recorded answer of Datadog's.
    private static string ReadCategory(Place category) => category.Value.ValueKind == JsonValueKind.String && category.Value.GetString() is "alert" or "change"
        ? category.Value.GetString()!
        : throw RequestException.Bad("JSON validation failed at $.data.attributes.category: value must be one of: [\"alert\", \"change\"].");

    private static long ReadTime(Place? timestamp, long now)
    {
        if (timestamp is not { } given)
        {
            return now;
        }

        if (!DateTimeOffset.TryParse(given.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            throw given.Error("an ISO 8601 time is expected, such as 2017-01-15T01:30:15.010000Z");
        }

        long seconds = time.ToUnixTimeSeconds();
        return seconds >= now - EventStore.MaxAgeSec ? seconds : throw given.Error("the event is older than 18 hours");
    }

    private static void CheckChange(Place change)
    {
        change.AllowOnly("author", "change_metadata", "changed_resource", "impacted_resources", "new_value", "prev_value");
        Place resource = change.Required("changed_resource").AllowOnly("name", "type");
        resource.Required("name").Text(1, 128);
        resource.Required("type").OneOf("feature_flag", "configuration");
        if (change.Optional("author") is { } author)
        {
            author.AllowOnly("name", "type").Required("name").Text(1, 256);
            author.Required("type").OneOf("user", "system", "api", "automation");
        }

        int impacted = 0;
        foreach (Place one in change.Optional("impacted_resources")?.Items() ?? [])
        {
            one.AllowOnly("name", "type").Required("name").Text(1, int.MaxValue);
            one.Required("type").OneOf("service");
            if (++impacted > 100)
            {
                throw change.Required("impacted_resources").Error("has more than 100 items");
            }
        }

        CheckFree(change.Optional("change_metadata"), 1);
        CheckFree(change.Optional("new_value"), 1);
        CheckFree(change.Optional("prev_value"), 1);
    }

    private static string CheckAlert(Place alert)
    {
        alert.AllowOnly("custom", "links", "priority", "status");
        int links = 0;
        foreach (Place link in alert.Optional("links")?.Items() ?? [])
        {
            link.AllowOnly("category", "title", "url").Required("category").OneOf("runbook", "documentation", "dashboard", "resource");
            link.Required("url").Text(1, 2048);
            link.Optional("title")?.Text(1, 300);
            if (++links > 20)
            {
                throw alert.Required("links").Error("has more than 20 items");
            }
        }

        alert.Optional("priority")?.OneOf("1", "2", "3", "4", "5");
        CheckFree(alert.Optional("custom"), 1);
        return alert.Required("status").OneOf("warn", "error", "ok");
    }

    // Free form objects: 100 properties each and ten levels.
    private static void CheckFree(Place? given, int depth)
    {
        if (given is not { } place || place.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            if (depth == 1)
            {
                given?.RequireObject();
            }

            return;
        }

        if (depth > MaxDepth)
        {
            throw place.Error($"is nested deeper than {MaxDepth} levels");
        }

        int count = 0;
        foreach (Place inner in place.Value.ValueKind == JsonValueKind.Array ? place.Items() : place.Properties())
        {
            CheckFree(inner, depth + 1);
            if (++count > MaxProperties && place.Value.ValueKind == JsonValueKind.Object)
            {
                throw place.Error($"has more than {MaxProperties} properties");
            }
        }
    }
}
