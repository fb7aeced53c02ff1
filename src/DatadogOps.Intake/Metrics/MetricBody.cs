using System.Text.Json;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Tags;

namespace DatadogOps.Intake.Metrics;

/// <summary>What the bodies of series and of distributions have in common.</summary>
internal static class MetricBody
{
    /// <summary>Reads one series.</summary>
    public delegate SentSeries SeriesReader(ref BodyCursor cursor);

    /// <summary>Reads a body that is <c>{"series":[...]}</c>.</summary>
    /// <exception cref="PayloadException">It does not follow the schema.</exception>
    public static List<SentSeries> Parse(ReadOnlySpan<byte> body, SeriesReader read)
    {
        try
        {
            var cursor = new BodyCursor(body);
            cursor.Begin();
            List<SentSeries> series = ReadSeries(ref cursor, read);
            cursor.End();
            return series;
        }
        catch (JsonException failure)
        {
            throw PayloadException.NotJson(failure);
        }
    }

    private static List<SentSeries> ReadSeries(ref BodyCursor cursor, SeriesReader read)
    {
        var series = new List<SentSeries>();
        int seen = 0;
        cursor.EnterObject();
        while (cursor.NextProperty())
        {
            if (!cursor.Is("series"u8, "series", ref seen, 1))
            {
                throw cursor.Unknown("series");
            }

            if (cursor.IsNull)
            {
                continue;
            }

            cursor.EnterArray();
            while (cursor.NextItem())
            {
                series.Add(read(ref cursor));
            }
        }

        cursor.Demand(seen, 1, "series");
        return series;
    }

    /// <summary>Reads a metric's name as it is kept.</summary>
    public static string ReadName(ref BodyCursor cursor)
    {
        string sent = cursor.Text();
        return sent.Length > MetricName.MaxLength
            ? throw cursor.Error($"has {sent.Length} characters; {MetricName.MaxLength} are allowed")
            : MetricName.Normalize(sent) ?? throw cursor.Error("a metric name begins with a letter");
    }

    /// <summary>Reads an array of strings, if there is one.</summary>
    public static void ReadTexts(ref BodyCursor cursor, List<string> texts)
    {
        if (cursor.IsNull)
        {
            return;
        }

        cursor.EnterArray();
        while (cursor.NextItem())
        {
            texts.Add(cursor.Text());
        }
    }
}
