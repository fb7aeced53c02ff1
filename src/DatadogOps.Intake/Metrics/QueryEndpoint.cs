using System.Globalization;
using System.Text.Json;
using DatadogOps.Intake.DogStatsD;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Query;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Metrics;

/// <summary><c>GET /api/v1/query?from=&amp;to=&amp;query=</c>.</summary>
internal sealed class QueryEndpoint(IMetricStore store, AggregationWindows windows)
{
    /// <summary>Adds the route.</summary>
    public void Map(ApiRoutes routes) => routes.Map("GET", "/api/v1/query", new ApiContract(Keys.ApiAndApplication), request => Task.FromResult(Query(request)));

    private ApiReply Query(ApiRequest request)
    {
        long from = ReadTime(request, "from");
        long to = ReadTime(request, "to");
        if (to <= from)
        {
            throw RequestException.Bad("The parameter 'to' must be later than 'from'");
        }

        try
        {
            MetricQuery query = QueryParser.Parse(request.Query("query") ?? throw Missing("query"));
            windows.Publish(request.Now);
            QueryResult result = QueryEvaluator.Evaluate(store, query, from, to);
            return new ApiReply(StatusCodes.Status200OK, json => Write(json, query, result, from, to)) { Items = result.Lines.Count };
        }
        catch (QueryException refusal)
        {
            throw RequestException.Bad(refusal.Message);
        }
    }

    private static long ReadTime(ApiRequest request, string name)
    {
        string text = request.Query(name) ?? throw Missing(name);

        // Up to the year 9999, beyond which only milliseconds taken for seconds lie.
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time <= 253_402_300_799
            ? time
            : throw RequestException.Bad($"The parameter '{name}' must be a Unix time in seconds, not '{text}'");
    }

    private static RequestException Missing(string name) => RequestException.Bad($"The parameter '{name}' is required");

    private static void Write(Utf8JsonWriter json, MetricQuery query, QueryResult result, long from, long to)
    {
        json.WriteStartObject();
        json.WriteString("status", "ok");
        json.WriteString("res_type", "time_series");
        json.WriteNumber("resp_version", 1);
        json.WriteString("query", query.Text);
        json.WriteNumber("from_date", from * 1000);
        json.WriteNumber("to_date", to * 1000);
        json.WriteStartArray("series");
        foreach (QueryLine line in result.Lines)
        {
            WriteLine(json, query, result.IntervalSec, line);
        }

        json.WriteEndArray();
        json.WriteStartArray("values");
        json.WriteEndArray();
        json.WriteStartArray("times");
        json.WriteEndArray();
        json.WriteString("message", string.Empty);
        json.WriteStartArray("group_by");
        foreach (string key in query.GroupBy)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, MetricQuery query, int intervalSec, QueryLine line)
    {
        string[] scopeTags = [.. query.Filters.Select(filter => filter.ToString()).Concat(line.TagSet)];
        string scope = scopeTags.Length == 0 ? "*" : string.Join(',', scopeTags);
        string aggregator = query.SpaceAggregator.ToString().ToLowerInvariant();
        json.WriteStartObject();
        json.WriteString("metric", query.Metric);
        json.WriteString("display_name", query.Metric);
        json.WriteString("aggr", aggregator);
        json.WriteString("scope", scope);
        json.WriteString("expression", $"{aggregator}:{query.Metric}{{{scope}}}");
        json.WriteStartArray("tag_set");
        foreach (string tag in line.TagSet)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteNumber("query_index", 0);
        json.WriteNumber("interval", intervalSec);
        json.WriteNumber("length", line.Points.Count);
        json.WriteNumber("start", line.Points[0].Time * 1000);
        json.WriteNumber("end", ((line.Points[^1].Time + intervalSec) * 1000) - 1);
        WriteUnit(json, line.Unit);
        json.WriteStartArray("pointlist");
        foreach (StoredPoint point in line.Points)
        {
            json.WriteStartArray();
            json.WriteNumberValue((double)point.Time * 1000);
            json.WriteNumberValue(point.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Datadog knows families and factors of its units; here only the name is known that the sender gave.
    private static void WriteUnit(Utf8JsonWriter json, string? unit)
    {
        if (unit is null)
        {
            json.WriteNull("unit");
            return;
        }

        json.WriteStartArray("unit");
        json.WriteStartObject();
        json.WriteString("name", unit);
        json.WriteString("plural", unit + "s");
        json.WriteNumber("scale_factor", 1);
        json.WriteEndObject();
        json.WriteNullValue();
        json.WriteEndArray();
    }
}
