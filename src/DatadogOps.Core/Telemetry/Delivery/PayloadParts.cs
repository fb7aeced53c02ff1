using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// Takes finished payloads apart: in halves where the whole is refused, and by age where part of it has waited too long. Rare
/// work, so it reads the JSON back instead of keeping it.
/// </summary>
internal static class PayloadParts
{
    private const int MaxNames = 3;

    /// <summary>Two halves of a payload; none where it holds but one item.</summary>
    /// <exception cref="JsonException">The body is none of ours.</exception>
    public static DatadogPayload[] Halve(DatadogPayload payload)
    {
        List<JsonNode> items = Read(payload);
        if (items.Count == 1 && payload.Format.ArrayName is not null)
        {
            // One series of many points.
            items = [.. DividePoints(items[0])];
        }

        int middle = items.Count / 2;
        return items.Count < 2 ? [] : [Write(payload, items.Take(middle)), Write(payload, items.Skip(middle))];
    }

    /// <summary>What of it is not older than a time; null where all of it is.</summary>
    /// <exception cref="JsonException">The body is none of ours.</exception>
    public static DatadogPayload? Since(DatadogPayload payload, DateTimeOffset time)
    {
        long first = time.ToUnixTimeSeconds();
        List<JsonNode> items = Read(payload);
        if (payload.Format.ArrayName is not null)
        {
            items = [.. items.SelectMany(DividePoints)];
        }

        JsonNode[] rest = [.. items.Where(item => TimesOf(payload.Kind, item).Max() >= first)];
        return rest.Length == 0 ? null : Write(payload, rest);
    }

    /// <summary>Names of what is in it, for a message: <c>'a.b', 'a.c' and 7 more</c>.</summary>
    /// <exception cref="JsonException">The body is none of ours.</exception>
    public static string Names(DatadogPayload payload)
    {
        (string property, int depth) = PlaceOfName(payload);
        var reader = new Utf8JsonReader(Expand(payload));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var first = new List<string>(MaxNames);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth && reader.ValueTextEquals(property) && reader.Read()
                && reader.TokenType == JsonTokenType.String && reader.GetString() is { } name && names.Add(name) && names.Count <= MaxNames)
            {
                first.Add(MetricRules.Quote(name));
            }
        }

        string text = string.Join(", ", first);
        return names.Count <= MaxNames ? text : string.Create(CultureInfo.InvariantCulture, $"{text} and {names.Count - MaxNames} more");
    }

    private static byte[] Expand(DatadogPayload payload)
    {
        byte[] raw = payload.ReadRaw();
        return raw.Length <= payload.RawLength ? raw : throw new JsonException("The body expands to more than it should.");
    }

    private static List<JsonNode> Read(DatadogPayload payload)
    {
        JsonNode root = JsonNode.Parse(Expand(payload)) ?? throw new JsonException("The body is null.");
        if (!payload.Format.IsArray)
        {
            return [root];
        }

        JsonNode? items = payload.Format.ArrayName is { } name ? (root as JsonObject)?[name] : root;
        return items is JsonArray array ? [.. array.Select(item => item ?? throw new JsonException("An item is null."))] : throw new JsonException("The body has no items.");
    }

    private static IEnumerable<JsonNode> DividePoints(JsonNode series)
    {
        if (series is not JsonObject whole || whole["points"] is not JsonArray points)
        {
            throw new JsonException("A series has no points.");
        }

        foreach (JsonNode? point in points)
        {
            var one = new JsonObject();
            foreach ((string name, JsonNode? value) in whole)
            {
                one[name] = name == "points" ? new JsonArray(point?.DeepClone()) : value?.DeepClone();
            }

            yield return one;
        }
    }

    private static DatadogPayload Write(DatadogPayload origin, IEnumerable<JsonNode> items)
    {
        JsonNode[] copies = [.. items.Select(item => item.DeepClone())];
        PayloadFormat format = origin.Format;
        JsonNode root = !format.IsArray ? copies[0]
            : format.ArrayName is { } name ? new JsonObject { [name] = new JsonArray(copies) }
            : new JsonArray(copies);
        using var plain = new MemoryStream();
        using (Utf8JsonWriter json = new(plain, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            root.WriteTo(json);
        }

        using var sent = new MemoryStream();
        Stream compressor = format.Compress(sent);
        compressor.Write(plain.GetBuffer(), 0, (int)plain.Length);
        if (compressor != sent)
        {
            compressor.Dispose();
        }

        long[] times = [.. copies.SelectMany(item => TimesOf(origin.Kind, item))];
        return new DatadogPayload(origin.Kind, sent.ToArray())
        {
            Items = format.ArrayName is null ? copies.Length : copies.Sum(item => (item["points"] as JsonArray)?.Count ?? 0),
            RawLength = (int)plain.Length,
            Oldest = DateTimeOffset.FromUnixTimeSeconds(times.Min()),
            Newest = DateTimeOffset.FromUnixTimeSeconds(times.Max()),
        };
    }

    private static long[] TimesOf(PayloadKind kind, JsonNode item)
    {
        try
        {
            return kind switch
            {
                PayloadKind.Series => [.. item["points"]!.AsArray().Select(point => point!["timestamp"]!.GetValue<long>())],
                PayloadKind.Distributions => [.. item["points"]!.AsArray().Select(point => point![0]!.GetValue<long>())],
                PayloadKind.ServiceChecks => [item["timestamp"]!.GetValue<long>()],
                PayloadKind.Event => [item["date_happened"]!.GetValue<long>()],
                // Events with a category stand in an envelope.
                _ => [DateTimeOffset.Parse((kind == PayloadKind.CategorizedEvent ? item["data"]!["attributes"]! : item)["timestamp"]!.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeSeconds()],
            };
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new JsonException("An item has no time.", error);
        }
    }

    // A property, and how many objects and lists are around it.
    private static (string Property, int Depth) PlaceOfName(DatadogPayload payload)
    {
        int outer = (payload.Format.IsArray ? 1 : 0) + (payload.Format.ArrayName is null ? 0 : 1);
        return payload.Kind switch
        {
            PayloadKind.ServiceChecks => ("check", outer + 1),
            PayloadKind.Event => ("title", outer + 1),
            PayloadKind.CategorizedEvent => ("title", outer + 3),
            PayloadKind.Logs => ("message", outer + 1),
            _ => ("metric", outer + 1),
        };
    }
}
