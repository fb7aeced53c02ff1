using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Writes events, service checks and entries of logs as Datadog's API takes them.</summary>
internal static class TelemetryJson
{
    /// <summary>A writer for the bodies of requests. They go to an API, not into a web page: characters beyond ASCII need no escape.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> target) =>
        new(target, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Tags that go on everything, brought into order once.</summary>
    public static string[] Prepare(TagSet? tags) => [.. (tags ?? TagSet.Empty).Where(tag => !string.IsNullOrEmpty(tag)).Select(MetricText.NormalizeTag)];

    public static string? HostOf(string? host, string? defaultHost) =>
        string.IsNullOrEmpty(host) ? string.IsNullOrEmpty(defaultHost) ? null : MetricText.NormalizeTag(defaultHost) : MetricText.NormalizeTag(host);

    public static void WriteTags(Utf8JsonWriter json, ReadOnlySpan<byte> name, string[] constant, TagSet tags)
    {
        if (constant.Length + tags.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string tag in constant)
        {
            json.WriteStringValue(tag);
        }

        foreach (string tag in tags.AsSpan())
        {
            if (!string.IsNullOrEmpty(tag))
            {
                json.WriteStringValue(MetricText.NormalizeTag(tag));
            }
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, DatadogEvent item, long time, string[] constantTags, string? defaultHost)
    {
        json.WriteStartObject();
        json.WriteString("title"u8, item.Title);

        // The API demands a text.
        json.WriteString("text"u8, string.IsNullOrEmpty(item.Text) ? item.Title : EventRules.TextOf(item));
        json.WriteNumber("date_happened"u8, time);
        json.WriteString("alert_type"u8, item.AlertType switch
        {
            DatadogAlertType.Error => "error"u8,
            DatadogAlertType.Warning => "warning"u8,
            DatadogAlertType.Success => "success"u8,
            _ => "info"u8,
        });
        json.WriteString("priority"u8, item.Priority == DatadogEventPriority.Low ? "low"u8 : "normal"u8);
        WriteIfAny(json, "host"u8, HostOf(item.HostName, defaultHost));
        WriteIfAny(json, "aggregation_key"u8, item.AggregationKey);
        WriteIfAny(json, "source_type_name"u8, item.SourceTypeName);
        WriteTags(json, "tags"u8, constantTags, item.Tags);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DatadogServiceCheck item, long time, string[] constantTags, string? defaultHost)
    {
        json.WriteStartObject();
        json.WriteString("check"u8, item.Name);

        // The API demands a host; an empty one is none.
        json.WriteString("host_name"u8, HostOf(item.HostName, defaultHost) ?? "");
        json.WriteNumber("status"u8, (int)item.Status);
        json.WriteNumber("timestamp"u8, time);
        WriteIfAny(json, "message"u8, item.Message);
        if (constantTags.Length + item.Tags.Count == 0)
        {
            json.WriteStartArray("tags"u8);
            json.WriteEndArray();
        }

        WriteTags(json, "tags"u8, constantTags, item.Tags);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DatadogLog item, DateTimeOffset time, string[] constantTags, string? defaultHost)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, item.Message);
        json.WriteString("timestamp"u8, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteIfAny(json, "status"u8, item.Status);
        WriteIfAny(json, "ddsource"u8, item.Source);
        WriteIfAny(json, "service"u8, item.Service);
        WriteIfAny(json, "hostname"u8, HostOf(item.HostName, defaultHost));
        string tags = string.Join(',', constantTags.Concat(item.Tags.Where(tag => !string.IsNullOrEmpty(tag)).Select(MetricText.NormalizeTag)));
        WriteIfAny(json, "ddtags"u8, tags);
        json.WriteEndObject();
    }

    public static void WriteIfAny(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }
}
