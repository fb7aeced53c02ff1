using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Metrics;

/// <summary>
/// Reads the body of <c>POST /api/v1/distribution_points</c> by its schema (DistributionPointsPayload in Datadog's OpenAPI
/// document of API v1); a point is a pair of a time and the values of that moment.
/// </summary>
internal static class DistributionPayload
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="PayloadException">It does not follow the schema.</exception>
    public static List<SentSeries> Parse(ReadOnlySpan<byte> body) => MetricBody.Parse(body, ReadSeries);

    private static SentSeries ReadSeries(ref BodyCursor cursor)
    {
        string? metric = null;
        string? host = null;
        var tags = new List<string>(8);
        var points = new List<StoredPoint>();
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
                ReadPoints(ref cursor, points);
            }
            else if (cursor.Is("tags"u8, "tags", ref seen, 4))
            {
                MetricBody.ReadTexts(ref cursor, tags);
            }
            else if (cursor.Is("host"u8, "host", ref seen, 8))
            {
                host = cursor.IsNull ? null : cursor.Text();
            }
            else if (cursor.Is("type"u8, "type", ref seen, 16))
            {
                if (!cursor.IsNull && cursor.Text() != "distribution")
                {
                    throw cursor.Error($"'{cursor.Text()}' is no type here; distribution is");
                }
            }
            else
            {
                throw cursor.Unknown("metric, points, tags, host, type");
            }
        }

        cursor.Demand(seen, 1, "metric");
        cursor.Demand(seen, 2, "points");
        return new SentSeries(SeriesKey.Create(metric!, tags, host), MetricKind.Distribution, null, host, points);
    }

    private static void ReadPoints(ref BodyCursor cursor, List<StoredPoint> points)
    {
        if (cursor.IsNull)
        {
            return;
        }

        cursor.EnterArray();
        while (cursor.NextItem())
        {
            cursor.EnterArray();
            long time = cursor.NextItem() ? (long)cursor.Number() : throw cursor.Error("a point is [time, [values]]");
            if (!cursor.NextItem())
            {
                throw cursor.Error("a point is [time, [values]]");
            }

            cursor.EnterArray();
            while (cursor.NextItem())
            {
                points.Add(new StoredPoint(time, cursor.Number()));
            }

            if (cursor.NextItem())
            {
                throw cursor.Error("a point has no third part");
            }
        }
    }
}
