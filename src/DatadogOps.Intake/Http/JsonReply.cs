using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace DatadogOps.Intake.Http;

/// <summary>Writes answers.</summary>
internal static class JsonReply
{
    // Read by people in a terminal, and never inside HTML: "<redacted>" and quotes may stay as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with what the function writes, or with nothing.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter>? write, bool isJsonApi = false)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (write is null)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            write(writer);
        }

        context.Response.ContentType = isJsonApi ? "application/vnd.api+json" : "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Answers <c>{"errors":[...]}</c>, the form that all of Datadog's older endpoints share.</summary>
    public static Task ErrorsAsync(HttpContext context, int status, params string[] errors) => WriteAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("errors");
        foreach (string error in errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Answers a refusal in an endpoint's form.</summary>
    public static Task RefuseAsync(HttpContext context, RequestException refusal, ErrorForm form) => form == ErrorForm.Texts
        ? ErrorsAsync(context, refusal.Status, refusal.Message)
        : WriteAsync(
            context,
            refusal.Status,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
                json.WriteStartObject();
                if (refusal.TellsStatus)
                {
                    json.WriteString("status", refusal.Status.ToString(CultureInfo.InvariantCulture));
                }

                json.WriteString("title", refusal.Title ?? ReasonPhrases.GetReasonPhrase(refusal.Status));
                json.WriteString("detail", refusal.Message);
                if (refusal.Meta is { } meta)
                {
                    json.WriteStartObject("meta");
                    json.WriteString(meta.Key, meta.Value);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            },
            form == ErrorForm.JsonApi);
}
