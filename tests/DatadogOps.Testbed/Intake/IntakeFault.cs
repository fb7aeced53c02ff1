using System.Globalization;
using System.Text.Json.Nodes;

namespace DatadogOps.Testbed.Intake;

/// <summary>Something that goes wrong in the intake on demand: what, and for which requests.</summary>
public sealed record IntakeFault
{
    private IntakeFault(string action) => Action = action;

    /// <summary>Name of the action.</summary>
    public string Action { get; }

    /// <summary>Method of the requests that meet it; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>How their paths begin.</summary>
    public string Path { get; init; } = "/api/";

    /// <summary>How many requests meet it; null for all.</summary>
    public int? Count { get; init; }

    /// <summary>How many requests pass before the first meets it.</summary>
    public int Skip { get; init; }

    /// <summary>Which part of the requests meets it.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Status of the answer, where there is one.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body of the answer; null for the one that suits the status.</summary>
    public string? Body { get; init; }

    /// <summary>How long it waits.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>How many bytes of the answer arrive.</summary>
    public int? Bytes { get; init; }

    /// <summary>The request is answered with a status and not taken.</summary>
    public static IntakeFault Status(int status) => new("status") { StatusCode = status };

    /// <summary>429 with Datadog's headers of a rate limit.</summary>
    /// <param name="resetSec">Seconds to wait, in X-RateLimit-Reset.</param>
    public static IntakeFault RateLimited(int resetSec) => new("status")
    {
        StatusCode = 429,
        Headers = new Dictionary<string, string>
        {
            ["X-RateLimit-Limit"] = "100",
            ["X-RateLimit-Period"] = "10",
            ["X-RateLimit-Remaining"] = "0",
            ["X-RateLimit-Reset"] = resetSec.ToString(CultureInfo.InvariantCulture),
            ["X-RateLimit-Name"] = "intake_fault",
        },
    };

    /// <summary>A status with Retry-After.</summary>
    public static IntakeFault RetryAfter(int status, int seconds) => new("status")
    {
        StatusCode = status,
        Headers = new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>The request is read and never answered.</summary>
    public static IntakeFault Hang() => new("hang");

    /// <summary>The request is taken after a while.</summary>
    public static IntakeFault Delay(TimeSpan after) => new("delay") { After = after };

    /// <summary>The request is taken at once and answered after a while.</summary>
    public static IntakeFault LateAnswer(TimeSpan after) => new("late_answer") { After = after };

    /// <summary>The request is taken, and the connection ends after so many bytes of the answer's body.</summary>
    public static IntakeFault HalfAnswer(int bytes) => new("truncate") { Bytes = bytes };

    /// <summary>The connection is reset, the request not taken.</summary>
    public static IntakeFault Reset() => new("reset");

    /// <summary>The request is taken, and the connection reset before the answer.</summary>
    public static IntakeFault AcceptThenReset() => new("accept_then_reset");

    /// <summary>A proxy's page of HTML is the answer, the request not taken.</summary>
    public static IntakeFault ProxyPage(int status = 502) => new("proxy") { StatusCode = status };

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["action"] = Action, ["path"] = Path, ["skip"] = Skip, ["probability"] = Probability };
        Set(json, "method", Method);
        Set(json, "count", Count);
        Set(json, "status", StatusCode);
        Set(json, "body", Body);
        Set(json, "bytes", Bytes);
        Set(json, "delay_ms", After is { } after ? (long)after.TotalMilliseconds : null);
        if (Headers.Count > 0)
        {
            json["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
        }

        return json;
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
