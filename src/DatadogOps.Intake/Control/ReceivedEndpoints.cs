using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DatadogOps.Intake.Checks;
using DatadogOps.Intake.Hosting;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Logs;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Control;

/// <summary>Gives back what came: requests, events, checks, logs, points and datagrams, oldest first. Shows no key.</summary>
internal sealed class ReceivedEndpoints(IntakeState state, PayloadLog log)
{
    /// <summary>Adds the routes.</summary>
    public void Map(ControlRoutes routes)
    {
        routes.Map("/intake/payloads", PayloadsAsync);
        routes.Map("/intake/payloads/{id:long}/body", BodyAsync);
        routes.Map("/intake/events", context => ListAsync(context, "events", state.Events.All(), (json, one) => one.ToJson().WriteTo(json)));
        routes.Map("/intake/checks", context => ListAsync(context, "checks", state.Checks.All(), WriteCheck));
        routes.Map("/intake/logs", context => ListAsync(context, "logs", state.Logs.All(), WriteLog));
        routes.Map("/intake/points", PointsAsync);
        routes.Map("/intake/datagrams", context => ListAsync(context, "datagrams", state.Datagrams.Last(), WriteDatagram));
    }

    private static Task ListAsync<T>(HttpContext context, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) =>
        JsonReply.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (T item in items)
            {
                write(json, item);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private async Task PayloadsAsync(HttpContext context)
    {
        var shown = new List<(LoggedRequest Request, string? Body)>();
        foreach (LoggedRequest request in log.Last())
        {
            shown.Add((request, await log.BodyTextAsync(request)));
        }

        await ListAsync(context, "payloads", shown, (json, one) => WriteRequest(json, one.Request, one.Body));
    }

    private void WriteRequest(Utf8JsonWriter json, LoggedRequest request, string? body)
    {
        json.WriteStartObject();
        json.WriteNumber("id", request.Id);
        json.WriteString("time", request.Time.UtcDateTime);
        json.WriteString("method", request.Method);
        json.WriteString("path", log.Redact(request.Path));
        json.WriteNumber("status", request.Status);
        json.WriteString("encoding", request.Encoding);
        json.WriteString("user_agent", request.UserAgent);
        json.WriteStartObject("headers");
        foreach ((string name, string value) in request.Headers)
        {
            json.WriteString(name, log.Redact(value));
        }

        json.WriteEndObject();
        json.WriteNumber("bytes_sent", request.Body.Length);
        json.WriteNumber("bytes_decoded", request.BytesDecoded);
        json.WriteNumber("items", request.Items);
        json.WriteNumber("points_kept", request.PointsKept);
        json.WriteNumber("points_dropped", request.PointsDropped);
        json.WriteString("error", request.Error is null ? null : log.Redact(request.Error));
        json.WriteString("body", body);
        json.WriteEndObject();
    }

    private async Task BodyAsync(HttpContext context)
    {
        long id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        LoggedRequest? request = log.Last().FirstOrDefault(one => one.Id == id);
        if (request is null)
        {
            await JsonReply.ErrorsAsync(context, StatusCodes.Status404NotFound, $"There is no request {id}, or no longer.");
        }
        else if (!log.HoldsNoKey(request.Body.Span))
        {
            await JsonReply.ErrorsAsync(context, StatusCodes.Status403Forbidden, $"The body of request {id} holds a key.");
        }
        else
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.ContentLength = request.Body.Length;
            await context.Response.Body.WriteAsync(request.Body, context.RequestAborted);
        }
    }

    private Task PointsAsync(HttpContext context)
    {
        state.Windows.Publish(state.Now);
        string metric = context.Request.Query["metric"].ToString();
        return metric.Length == 0
            ? JsonReply.ErrorsAsync(context, StatusCodes.Status400BadRequest, "The parameter 'metric' is required")
            : ListAsync(context, "series", state.Metrics.Read(metric, 0, long.MaxValue), WriteSeries);
    }

    private static void WriteSeries(Utf8JsonWriter json, StoredSeries series)
    {
        json.WriteStartObject();
        json.WriteString("metric", series.Key.Metric);
        json.WriteString("type", series.Kind.ToString().ToLowerInvariant());
        json.WriteString("unit", series.Unit);
        WriteTags(json, series.Key.Tags);
        json.WriteStartArray("points");
        foreach (StoredPoint point in series.Points)
        {
            json.WriteStartArray();
            json.WriteNumberValue(point.Time);
            json.WriteNumberValue(point.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCheck(Utf8JsonWriter json, StoredCheck check)
    {
        json.WriteStartObject();
        json.WriteString("check", check.Name);
        json.WriteNumber("status", check.Status);
        json.WriteString("host_name", check.Host);
        json.WriteString("message", check.Message);
        json.WriteNumber("timestamp", check.Time);
        WriteTags(json, check.Tags);
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, StoredLog stored)
    {
        JsonObject log = JsonNode.Parse(stored.Json)!.AsObject();
        json.WriteStartObject();
        json.WriteNumber("received", stored.Time);
        json.WriteBoolean("truncated", stored.IsTruncated);
        json.WritePropertyName("log");
        log.WriteTo(json);
        json.WriteEndObject();
    }

    private static void WriteDatagram(Utf8JsonWriter json, byte[] datagram)
    {
        json.WriteStartObject();
        json.WriteString("text", Encoding.UTF8.GetString(datagram));
        json.WriteBase64String("base64", datagram);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, IEnumerable<string> tags)
    {
        json.WriteStartArray("tags");
        foreach (string tag in tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
    }
}
