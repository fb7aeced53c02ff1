using System.Text.Json;
using DatadogOps.Intake.Storage;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Series;

/// <summary>One series as it was sent.</summary>
internal sealed record SentSeries(SeriesKey Key, MetricKind Kind, string? Unit, IReadOnlyList<StoredPoint> Points);

/// <summary>A body that is not what the endpoint takes; the message names the place.</summary>
internal sealed class PayloadException(string message) : Exception(message);

/// <summary>
/// Reads the body of <c>POST /api/v2/series</c> by its schema (MetricPayload in Datadog's OpenAPI document of API v2), more
/// strictly than Datadog does: a property that the schema does not know is an error, because it is most likely a
/// misspelt one.
/// </summary>
internal static class SeriesPayload
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads a body.</summary>
    /// <exception cref="PayloadException">It does not follow the schema.</exception>
    public static IReadOnlyList<SentSeries> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Strict);
            var root = new Place(document.RootElement, "payload");
            root.AllowOnly("series");
            return [.. root.Required("series").Items().Select(ReadSeries)];
        }
        catch (JsonException failure)
        {
            throw new PayloadException($"Payload is not in the expected format: it is not JSON ({failure.Message})");
        }
    }

    private static SentSeries ReadSeries(Place series)
    {
        series.AllowOnly("metric", "type", "points", "tags", "unit", "interval", "resources", "source_type_name", "metadata");
        string sentName = series.Required("metric").Text();
        if (sentName.Length > MetricName.MaxLength)
        {
            throw series.Required("metric").Error($"has {sentName.Length} characters; {MetricName.MaxLength} are allowed");
        }

        string metric = MetricName.Normalize(sentName) ?? throw series.Required("metric").Error("a metric name begins with a letter");
        string[] tags = [.. series.Optional("tags")?.Items().Select(tag => tag.Text()) ?? []];
        string? host = null;
        var resourceTags = new List<string>();
        foreach (Place resource in series.Optional("resources")?.Items() ?? [])
        {
            resource.AllowOnly("name", "type");
            string name = resource.Required("name").Text();
            string type = resource.Required("type").Text();
            if (type == "host")
            {
                host = name;
            }
            else
            {
                resourceTags.Add($"{type}:{name}");
            }
        }

        series.Optional("source_type_name")?.Text();
        series.Optional("metadata")?.RequireObject();
        if (series.Optional("interval") is { } interval && interval.Integer() < 0)
        {
            throw interval.Error("an interval is a number of seconds, zero or more");
        }

        return new SentSeries(
            SeriesKey.Create(metric, tags.Concat(resourceTags), host),
            ReadKind(series.Optional("type")),
            series.Optional("unit")?.Text(),
            [.. series.Required("points").Items().Select(ReadPoint)]);
    }

    private static MetricKind ReadKind(Place? type) => type?.Integer() switch
    {
        // 0, unspecified, is treated as a gauge.
        null or 0 or 3 => MetricKind.Gauge,
        1 => MetricKind.Count,
        2 => MetricKind.Rate,
        long other => throw type!.Value.Error($"{other} is no type; 0 is unspecified, 1 count, 2 rate, 3 gauge"),
    };

    private static StoredPoint ReadPoint(Place point)
    {
        point.AllowOnly("timestamp", "value");
        return new StoredPoint(point.Required("timestamp").Integer(), point.Required("value").Number());
    }

    // A value and where it is, so that each error tells both.
    private readonly record struct Place(JsonElement Value, string Path)
    {
        public PayloadException Error(string what) => new($"Payload is not in the expected format: {Path}: {what}");

        public void RequireObject()
        {
            if (Value.ValueKind != JsonValueKind.Object)
            {
                throw Error($"an object is expected, not {Value.ValueKind}");
            }
        }

        public void AllowOnly(params ReadOnlySpan<string> names)
        {
            RequireObject();
            foreach (JsonProperty property in Value.EnumerateObject())
            {
                if (!names.Contains(property.Name))
                {
                    throw Error($"there is no property '{property.Name}'; known are {string.Join(", ", names!)}");
                }
            }
        }

        public Place Required(string name) => Optional(name) ?? throw Error($"the property '{name}' is missing");

        public Place? Optional(string name) =>
            Value.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new Place(value, $"{Path}.{name}") : null;

        public IEnumerable<Place> Items()
        {
            if (Value.ValueKind != JsonValueKind.Array)
            {
                throw Error($"an array is expected, not {Value.ValueKind}");
            }

            string path = Path;
            return Value.EnumerateArray().Select((item, index) => new Place(item, $"{path}[{index}]"));
        }

        public string Text() =>
            Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Error($"a string is expected, not {Value.ValueKind}");

        public long Integer() =>
            Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out long value) ? value : throw Error("an integer is expected");

        public double Number() =>
            Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double value) && double.IsFinite(value)
                ? value
                : throw Error("a finite number is expected");
    }
}
