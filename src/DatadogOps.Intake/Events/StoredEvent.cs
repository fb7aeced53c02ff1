using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Events;

/// <summary>An event, whichever way it came.</summary>
internal sealed record StoredEvent
{
    public required long Id { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    /// <summary>When it happened, in Unix seconds.</summary>
    public required long DateHappened { get; init; }

    public string? Host { get; init; }

    public string? Priority { get; init; }

    public string? AlertType { get; init; }

    public string? SourceTypeName { get; init; }

    public string? AggregationKey { get; init; }

    public string? DeviceName { get; init; }

    public long? RelatedEventId { get; init; }

    /// <summary>Category of an event that came by API v2: change or alert.</summary>
    public string? Category { get; init; }

    /// <summary>The category's own attributes, as JSON.</summary>
    public string? Attributes { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The event as the journal keeps it, and as <c>/intake/events</c> shows it.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["title"] = Title,
        ["text"] = Text,
        ["date_happened"] = DateHappened,
        ["host"] = Host,
        ["priority"] = Priority,
        ["alert_type"] = AlertType,
        ["source_type_name"] = SourceTypeName,
        ["aggregation_key"] = AggregationKey,
        ["device_name"] = DeviceName,
        ["related_event_id"] = RelatedEventId,
        ["category"] = Category,
        ["attributes"] = Attributes is null ? null : JsonNode.Parse(Attributes),
        ["tags"] = new JsonArray([.. Tags.Select(tag => (JsonNode)tag)]),
    };

    /// <summary>Reads back what <see cref="ToJson"/> made.</summary>
    public static StoredEvent Read(ReadOnlyMemory<byte> json) => Place.Read(json, place => new StoredEvent
    {
        Id = place.Required("id").Integer(),
        Title = place.Required("title").Text(),
        Text = place.Required("text").Text(),
        DateHappened = place.Required("date_happened").Integer(),
        Host = place.Optional("host")?.Text(),
        Priority = place.Optional("priority")?.Text(),
        AlertType = place.Optional("alert_type")?.Text(),
        SourceTypeName = place.Optional("source_type_name")?.Text(),
        AggregationKey = place.Optional("aggregation_key")?.Text(),
        DeviceName = place.Optional("device_name")?.Text(),
        RelatedEventId = place.Optional("related_event_id")?.Integer(),
        Category = place.Optional("category")?.Text(),
        Attributes = place.Optional("attributes")?.Value.GetRawText(),
        Tags = place.Required("tags").Texts(),
    });

    /// <summary>Writes the event as API v1 answers it.</summary>
    public void WriteV1(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("id", Id);
        json.WriteString("id_str", $"{Id}");
        json.WriteString("title", Title);
        json.WriteString("text", Text);
        json.WriteNumber("date_happened", DateHappened);
        json.WriteString("alert_type", AlertType ?? "info");
        json.WriteNull("handle");
        json.WriteString("host", Host);
        json.WriteString("device_name", DeviceName);
        json.WriteString("priority", Priority);
        if (RelatedEventId is { } related)
        {
            json.WriteNumber("related_event_id", related);
        }
        else
        {
            json.WriteNull("related_event_id");
        }

        json.WriteString("source_type_name", SourceTypeName);
        json.WriteStartArray("tags");
        foreach (string tag in Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteString("url", $"https://app.datadoghq.com/event/event?id={Id}");
        json.WriteEndObject();
    }
}
