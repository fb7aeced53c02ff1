using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DatadogOps.Intake.Http;

/// <summary>Writes answers.</summary>
internal static class JsonReply
{
    // Read by people in a terminal, and never inside HTML: "<redacted>" and quotes may stay as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with what the function writes.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            write(writer);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Answers <c>{"errors":[...]}</c>, the form that all of Datadog's endpoints share.</summary>
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
}
