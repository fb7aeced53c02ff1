using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Metrics;

/// <summary>One series as it was sent.</summary>
internal sealed record SentSeries(SeriesKey Key, MetricKind Kind, string? Unit, string? Host, IReadOnlyList<StoredPoint> Points);

/// <summary>
/// Reads the body of <c>POST /api/v2/series</c> by its schema (MetricPayload in Datadog's OpenAPI document of API v2), more
/// strictly than Datadog does: a property that the schema does not know is an error, because it is most likely a
/// misspelt one.
/// </summary>
internal static class SeriesPayload
{
    private const string Known = "metric, type, points, tags, unit, interval, resources, source_type_name, metadata";

    /// <summary>Reads a body.</summary>
    /// <exception cref="PayloadException">It does not follow the schema.</exception>
    public static List<SentSeries> Parse(ReadOnlySpan<byte> body) => MetricBody.Parse(body, ReadSeries);

    private static SentSeries ReadSeries(ref BodyCursor cursor)
    {
        string? metric = null;
        string? host = null;
        string? unit = null;
        var tags = new List<string>(8);
        MetricKind kind = MetricKind.Gauge;
        StoredPoint[] points = [];
        int seen = 0;
        cursor.EnterObject();
        while (cursor.NextProperty())
        {
            if (cursor.Is("metric"u8, "metric", ref seen, 1))
            {
                metric = cursor.IsNull ? null : MetricBody.ReadName(ref cursor);
            }
            else if (cursor.Is("points"u8, "points", ref seen, 2))
            {
                points = cursor.IsNull ? points : ReadPoints(ref cursor);
            }
            else if (cursor.Is("tags"u8, "tags", ref seen, 4))
            {
                MetricBody.ReadTexts(ref cursor, tags);
            }
            else if (cursor.Is("resources"u8, "resources", ref seen, 8))
            {
                host = ReadResources(ref cursor, tags);
            }
            else if (cursor.Is("type"u8, "type", ref seen, 16))
            {
                kind = cursor.IsNull ? kind : ReadKind(ref cursor);
            }
            else if (cursor.Is("unit"u8, "unit", ref seen, 32))
            {
                unit = cursor.IsNull ? null : cursor.Text();
            }
            else if (cursor.Is("interval"u8, "interval", ref seen, 64))
            {
                if (!cursor.IsNull && cursor.Integer() < 0)
                {
                    throw cursor.Error("an interval is a number of seconds, zero or more");
                }
            }
            else if (cursor.Is("source_type_name"u8, "source_type_name", ref seen, 128))
            {
                _ = cursor.IsNull ? null : cursor.Text();
            }
            else if (cursor.Is("metadata"u8, "metadata", ref seen, 256))
            {
                if (!cursor.IsNull)
                {
                    cursor.SkipObject();
                }
            }
            else
            {
                throw cursor.Unknown(Known);
            }
        }

        cursor.Demand(seen, 1, "metric");
        cursor.Demand(seen, 2, "points");
        return new SentSeries(SeriesKey.Create(metric!, tags, host), kind, unit, host, points);
    }

    private static StoredPoint[] ReadPoints(ref BodyCursor cursor)
    {
        StoredPoint[] points = new StoredPoint[1];
        int count = 0;
        cursor.EnterArray();
        while (cursor.NextItem())
        {
            if (count == points.Length)
            {
                Array.Resize(ref points, count * 4);
            }

            points[count++] = ReadPoint(ref cursor);
        }

        Array.Resize(ref points, count);
        return points;
    }

    private static StoredPoint ReadPoint(ref BodyCursor cursor)
    {
        long time = 0;
        double value = 0;
        int seen = 0;
        cursor.EnterObject();
        while (cursor.NextProperty())
        {
            if (cursor.Is("timestamp"u8, "timestamp", ref seen, 1))
            {
                time = cursor.Integer();
            }
            else if (cursor.Is("value"u8, "value", ref seen, 2))
            {
                value = cursor.Number();
            }
            else
            {
                throw cursor.Unknown("timestamp, value");
            }
        }

        cursor.Demand(seen, 1, "timestamp");
        cursor.Demand(seen, 2, "value");
        return new StoredPoint(time, value);
    }

    private static string? ReadResources(ref BodyCursor cursor, List<string> tags)
    {
        string? host = null;
        if (cursor.IsNull)
        {
            return host;
        }

        cursor.EnterArray();
        while (cursor.NextItem())
        {
            string? name = null;
            string? type = null;
            int seen = 0;
            cursor.EnterObject();
            while (cursor.NextProperty())
            {
                if (cursor.Is("name"u8, "name", ref seen, 1))
                {
                    name = cursor.Text();
                }
                else if (cursor.Is("type"u8, "type", ref seen, 2))
                {
                    type = cursor.Text();
                }
                else
                {
                    throw cursor.Unknown("name, type");
                }
            }

            cursor.Demand(seen, 1, "name");
            cursor.Demand(seen, 2, "type");
            if (type == "host")
            {
                host = name;
            }
            else
            {
                tags.Add($"{type}:{name}");
            }
        }

        return host;
    }

    private static MetricKind ReadKind(ref BodyCursor cursor) => cursor.Integer() switch
    {
        // 0, unspecified, is treated as a gauge.
        0 or 3 => MetricKind.Gauge,
        1 => MetricKind.Count,
        2 => MetricKind.Rate,
        long other => throw cursor.Error($"{other} is no type; 0 is unspecified, 1 count, 2 rate, 3 gauge"),
    };
}
