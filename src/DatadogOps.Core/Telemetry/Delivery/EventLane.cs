using System.Globalization;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Plain events, one to a request: bodies of <c>POST /api/v1/events</c>.</summary>
internal class EventLane(PayloadFormat format, TagSet constantTags, string? defaultHost) : PayloadLane<DatadogEvent>(format, constantTags, defaultHost)
{
    private const int MaxTitleLength = 500;

    public EventLane(TagSet constantTags, string? defaultHost)
        : this(PayloadFormat.Event, constantTags, defaultHost)
    {
    }

    /// <inheritdoc/>
    protected override OperationException? CheckItem(DatadogEvent item) =>
        EventRules.Check(item)
        ?? (MetricText.IsLongerThan(item.Title, MaxTitleLength)
            ? Refuse(
                item,
                TelemetryErrorIds.EventTitleInvalid,
                string.Create(CultureInfo.InvariantCulture, $"its title is {item.Title.Length} characters long, and Datadog accepts {MaxTitleLength}"),
                "Move part of it to the text.")
            : null);

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(DatadogEvent item) => item.Timestamp;

    /// <inheritdoc/>
    protected override string NameOf(DatadogEvent item) => item.Title;

    /// <inheritdoc/>
    protected override void Write(DatadogEvent item, DateTimeOffset time)
    {
        Utf8JsonWriter json = BeginItem();
        json.WriteString("title"u8, item.Title);

        // The API requires a text.
        json.WriteString("text"u8, string.IsNullOrEmpty(item.Text) ? item.Title : EventRules.TextOf(item));
        json.WriteNumber("date_happened"u8, time.ToUnixTimeSeconds());
        json.WriteString("alert_type"u8, EventRules.WireWord(item.AlertType));
        json.WriteString("priority"u8, EventRules.WireWord(item.Priority));
        WriteIfAny("host"u8, HostOf(item.HostName));
        WriteIfAny("aggregation_key"u8, item.AggregationKey);
        WriteIfAny("source_type_name"u8, item.SourceTypeName);
        WriteTags(item.Tags);
        EndItem();
    }
}
