using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Intake.Http;

/// <summary>An answer to a request that was not refused.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Write">Writes the body; null for none.</param>
internal sealed record ApiReply(int Status, Action<Utf8JsonWriter>? Write)
{
    /// <summary>How many series, events, checks or log entries the request brought.</summary>
    public int Items { get; init; }

    /// <summary>Points kept.</summary>
    public int PointsKept { get; init; }

    /// <summary>Points, or checks, that were too old or too far ahead, or for which there was no room.</summary>
    public int PointsDropped { get; init; }

    public static ApiReply Json(int status, JsonNode body) => new(status, json => body.WriteTo(json));

    public static ApiReply Empty(int status) => new(status, null);

    /// <summary><c>{"status":"ok"}</c>.</summary>
    public static ApiReply Ok(int status) => Json(status, new JsonObject { ["status"] = "ok" });
}
