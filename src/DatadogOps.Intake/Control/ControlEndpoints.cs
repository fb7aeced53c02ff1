using System.Text.Json;
using DatadogOps.Intake.Hosting;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Control;

/// <summary>A look at what came, and the way to forget it. Needs no key and shows none.</summary>
internal sealed class ControlEndpoints(IntakeState state, PayloadLog log)
{
    /// <summary>Adds the routes.</summary>
    public void Map(ControlRoutes routes)
    {
        routes.Map("/intake/health", HealthAsync);
        routes.Map("/intake/metrics", MetricsAsync);
        routes.Map("/intake/malformed", MalformedAsync);
        routes.Map("POST", "/intake/flush", async _ =>
        {
            await state.ClearAsync();
            log.Clear();
            return new ApiReply(StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("flushed", true);
                json.WriteEndObject();
            });
        });
    }

    private Task HealthAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "ok");
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteNumber("series", state.Metrics.SeriesCount);
        json.WriteNumber("points", state.Metrics.PointCount);
        json.WriteNumber("events", state.Events.Count);
        json.WriteNumber("checks", state.Checks.Count);
        json.WriteNumber("logs", state.Logs.Count);
        json.WriteStartObject("http");
        json.WriteNumber("accepted", log.Accepted);
        json.WriteNumber("refused", log.Refused);
        json.WriteNumber("points", log.Points);
        json.WriteEndObject();
        json.WriteStartObject("dogstatsd");
        json.WriteNumber("packets", state.DogStatsD.Packets);
        json.WriteNumber("bytes", state.DogStatsD.Bytes);
        json.WriteNumber("metrics", state.DogStatsD.Metrics);
        json.WriteNumber("values", state.DogStatsD.Values);
        json.WriteNumber("events", state.DogStatsD.Events);
        json.WriteNumber("service_checks", state.DogStatsD.ServiceChecks);
        json.WriteNumber("malformed", state.Malformed.Count);
        json.WriteEndObject();
        json.WriteStartObject("dropped");
        json.WriteNumber("too_old", state.Ingest.TooOld);
        json.WriteNumber("too_new", state.Ingest.TooNew);
        json.WriteNumber("checks_too_old", state.Checks.TooOld);
        json.WriteNumber("no_room", state.Metrics.DroppedByBound + state.Windows.Dropped);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private Task MetricsAsync(HttpContext context)
    {
        state.Windows.Publish(state.Now);
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("metrics");
            foreach (MetricSummary metric in state.Metrics.Summarize())
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

    private Task MalformedAsync(HttpContext context) => JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("count", state.Malformed.Count);
        json.WriteStartArray("lines");
        foreach (MalformedLine line in state.Malformed.Last())
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
}
