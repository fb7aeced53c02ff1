using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Events with a category, one to a request: bodies of <c>POST /api/v2/events</c>.</summary>
internal sealed class CategorizedEventLane(TagSet constantTags, string? defaultHost) : EventLane(PayloadFormat.CategorizedEvent, constantTags, defaultHost)
{
    /// <inheritdoc/>
    protected override OperationException? CheckItem(DatadogEvent item) => base.CheckItem(item) ?? EventCategoryRules.CheckTagCount(item, ConstantTags);

    /// <inheritdoc/>
    protected override void Write(DatadogEvent item, DateTimeOffset time)
    {
        Utf8JsonWriter json = BeginItem();
        json.WriteStartObject("data"u8);
        json.WriteString("type"u8, "event"u8);
        json.WriteStartObject("attributes"u8);
        json.WriteString("title"u8, item.Title);
        json.WriteString("category"u8, EventRules.WireWord(item.Category!));
        json.WriteString("integration_id"u8, "custom-events"u8);
        WriteIfAny("message"u8, string.IsNullOrEmpty(item.Text) ? null : EventRules.TextOf(item));
        json.WriteString("timestamp"u8, Iso(time));
        WriteIfAny("host"u8, HostOf(item.HostName));
        WriteIfAny("aggregation_key"u8, item.AggregationKey);
        WriteTags(item.Tags);
        json.WriteStartObject("attributes"u8);
        if (item.Category == DatadogEventCategory.Alert)
        {
            WriteAlert(item);
        }
        else
        {
            WriteChange(item.Change!);
            WriteTable("change_metadata"u8, item.Attributes);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        EndItem();
    }

    private void WriteAlert(DatadogEvent item)
    {
        Json.WriteString("status"u8, item.AlertType switch
        {
            DatadogAlertType.Error => "error"u8,
            DatadogAlertType.Warning => "warn"u8,
            _ => "ok"u8,
        });
        if (item.PriorityLevel is { } level)
        {
            Json.WriteString("priority"u8, level.ToString(CultureInfo.InvariantCulture));
        }

        if (item.Runbook is { } page)
        {
            Json.WriteStartArray("links"u8);
            Json.WriteStartObject();
            Json.WriteString("category"u8, "runbook"u8);
            Json.WriteString("url"u8, page.AbsoluteUri);
            Json.WriteEndObject();
            Json.WriteEndArray();
        }

        WriteTable("custom"u8, item.Attributes);
    }

    private void WriteChange(DatadogChange change)
    {
        WriteNamed("changed_resource"u8, change.Resource, change.ResourceType == DatadogChangedResource.FeatureFlag ? "feature_flag" : "configuration");
        if (!string.IsNullOrEmpty(change.Author))
        {
            WriteNamed("author"u8, change.Author, EventRules.WireWord(change.AuthorType));
        }

        if (change.ImpactedServices.Count > 0)
        {
            Json.WriteStartArray("impacted_resources"u8);
            foreach (string service in change.ImpactedServices)
            {
                WriteNamed(default, service, "service");
            }

            Json.WriteEndArray();
        }

        WriteTable("prev_value"u8, change.PreviousValue);
        WriteTable("new_value"u8, change.NewValue);
    }

    private void WriteNamed(ReadOnlySpan<byte> property, string name, string type)
    {
        if (!property.IsEmpty)
        {
            Json.WritePropertyName(property);
        }

        Json.WriteStartObject();
        Json.WriteString("name"u8, name);
        Json.WriteString("type"u8, type);
        Json.WriteEndObject();
    }

    private void WriteTable(ReadOnlySpan<byte> name, JsonObject? table)
    {
        if (table is not null)
        {
            Json.WritePropertyName(name);
            table.WriteTo(Json);
        }
    }
}
