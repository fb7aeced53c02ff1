using System.Text.Json;
using DatadogOps.Intake.DogStatsD;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Control;

/// <summary>What only a local intake has, below <c>/intake/</c>: a look at what came. Needs no key and shows none.</summary>
internal sealed class ControlEndpoints(
    IMetricStore store,
    MetricIngest ingest,
    AggregationWindows windows,
    DogStatsDReceiver dogStatsD,
    MalformedLog malformed,
    PayloadLog log)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/intake/health", HealthAsync);
        routes.MapGet("/intake/metrics", MetricsAsync);
        routes.MapGet("/intake/payloads", PayloadsAsync);
        routes.MapGet("/intake/malformed", MalformedAsync);
        routes.MapPost("/intake/flush", FlushAsync);
    }

    private Task HealthAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "ok");
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteNumber("series", store.SeriesCount);
        json.WriteNumber("points", store.PointCount);
        json.WriteStartObject("http");
        json.WriteNumber("accepted", log.Accepted);
        json.WriteNumber("refused", log.Refused);
        json.WriteEndObject();
        json.WriteStartObject("dogstatsd");
        json.WriteNumber("packets", dogStatsD.Packets);
        json.WriteNumber("bytes", dogStatsD.Bytes);
        json.WriteNumber("metrics", dogStatsD.Metrics);
        json.WriteNumber("events", dogStatsD.Events);
        json.WriteNumber("service_checks", dogStatsD.ServiceChecks);
        json.WriteNumber("malformed", malformed.Count);
        json.WriteEndObject();
        json.WriteStartObject("dropped");
        json.WriteNumber("too_old", ingest.TooOld);
        json.WriteNumber("too_new", ingest.TooNew);
        json.WriteNumber("no_room", store.DroppedByBound + windows.Dropped);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private Task MetricsAsync(HttpContext context)
    {
        windows.Publish();
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("metrics");
            foreach (MetricSummary metric in store.Summarize())
            {
                WriteMetric(json, metric);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteMetric(Utf8JsonWriter json, MetricSummary metric)
    {
        json.WriteStartObject();
        json.WriteString("metric", metric.Name);
        json.WriteString("type", metric.Kind.ToString().ToLowerInvariant());
        json.WriteString("unit", metric.Unit);
        json.WriteStartArray("tags");
        foreach (string key in metric.TagKeys)
        {
            json.WriteStringValue(key);
        }

        json.WriteEndArray();
        json.WriteNumber("series", metric.Series);
        json.WriteNumber("points", metric.Points);
        json.WriteString("last", DateTimeOffset.FromUnixTimeSeconds(metric.LastTime).UtcDateTime);
        json.WriteEndObject();
    }

    private Task PayloadsAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("payloads");
        foreach (LoggedRequest request in log.Last())
        {
            json.WriteStartObject();
            json.WriteString("time", request.Time.UtcDateTime);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path);
            json.WriteNumber("status", request.Status);
            json.WriteString("encoding", request.Encoding);
            json.WriteString("user_agent", request.UserAgent);
            json.WriteNumber("bytes_sent", request.BytesSent);
            json.WriteNumber("bytes_decoded", request.BytesDecoded);
            json.WriteNumber("series", request.Series);
            json.WriteNumber("points_kept", request.PointsKept);
            json.WriteNumber("points_dropped", request.PointsDropped);
            json.WriteString("error", request.Error);
            json.WriteString("body", request.Body);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task MalformedAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("count", malformed.Count);
        json.WriteStartArray("lines");
        foreach (MalformedLine line in malformed.Last())
        {
            json.WriteStartObject();
            json.WriteString("time", line.Time.UtcDateTime);
            json.WriteString("line", line.Line);
            json.WriteString("reason", line.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task FlushAsync(HttpContext context)
    {
        windows.Clear();
        store.Clear();
        ingest.Reset();
        dogStatsD.Reset();
        malformed.Clear();
        log.Clear();
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("flushed", true);
            json.WriteEndObject();
        });
    }
}
