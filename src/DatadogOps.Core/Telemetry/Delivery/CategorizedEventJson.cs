using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Writes an event with a category as <c>POST /api/v2/events</c> takes it. It must have passed <see cref="EventCategoryRules"/>.</summary>
internal static class CategorizedEventJson
{
    public static void Write(Utf8JsonWriter json, DatadogEvent item, DateTimeOffset time, string[] constantTags, string? defaultHost)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteString("type"u8, "event"u8);
        json.WriteStartObject("attributes"u8);
        json.WriteString("title"u8, item.Title);
        json.WriteString("category"u8, item.Category == DatadogEventCategory.Alert ? "alert"u8 : "change"u8);
        json.WriteString("integration_id"u8, "custom-events"u8);
        TelemetryJson.WriteIfAny(json, "message"u8, string.IsNullOrEmpty(item.Text) ? null : EventRules.TextOf(item));
        json.WriteString("timestamp"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        TelemetryJson.WriteIfAny(json, "host"u8, TelemetryJson.HostOf(item.HostName, defaultHost));
        TelemetryJson.WriteIfAny(json, "aggregation_key"u8, item.AggregationKey);
        TelemetryJson.WriteTags(json, "tags"u8, constantTags, item.Tags);
        json.WriteStartObject("attributes"u8);
        if (item.Category == DatadogEventCategory.Alert)
        {
            WriteAlert(json, item);
        }
        else
        {
            WriteChange(json, item.Change!);
            WriteTable(json, "change_metadata"u8, item.Attributes);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAlert(Utf8JsonWriter json, DatadogEvent item)
    {
        json.WriteString("status"u8, item.AlertType switch
        {
            DatadogAlertType.Error => "error"u8,
            DatadogAlertType.Warning => "warn"u8,
            _ => "ok"u8,
        });
        if (item.PriorityLevel is { } level)
        {
            json.WriteString("priority"u8, level.ToString(CultureInfo.InvariantCulture));
        }

        if (item.Runbook is { } page)
        {
            json.WriteStartArray("links"u8);
            json.WriteStartObject();
            json.WriteString("category"u8, "runbook"u8);
            json.WriteString("url"u8, page.AbsoluteUri);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        WriteTable(json, "custom"u8, item.Attributes);
    }

    private static void WriteChange(Utf8JsonWriter json, DatadogChange change)
    {
        json.WriteStartObject("changed_resource"u8);
        json.WriteString("name"u8, change.Resource);
        json.WriteString("type"u8, change.ResourceType == DatadogChangedResource.FeatureFlag ? "feature_flag"u8 : "configuration"u8);
        json.WriteEndObject();
        if (!string.IsNullOrEmpty(change.Author))
        {
            json.WriteStartObject("author"u8);
            json.WriteString("name"u8, change.Author);
            json.WriteString("type"u8, change.AuthorType switch
            {
                DatadogChangeAuthor.System => "system"u8,
                DatadogChangeAuthor.Api => "api"u8,
                DatadogChangeAuthor.Automation => "automation"u8,
                _ => "user"u8,
            });
            json.WriteEndObject();
        }

        if (change.ImpactedServices.Count > 0)
        {
            json.WriteStartArray("impacted_resources"u8);
            foreach (string service in change.ImpactedServices)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, service);
                json.WriteString("type"u8, "service"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteTable(json, "prev_value"u8, change.PreviousValue);
        WriteTable(json, "new_value"u8, change.NewValue);
    }

    private static void WriteTable(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonObject? table)
    {
        if (table is not null)
        {
            json.WritePropertyName(name);
            table.WriteTo(json);
        }
    }
}
