using System.Text.Json.Nodes;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultAction
{
    /// <summary>The request is answered with a status and not looked at.</summary>
    Status,

    /// <summary>The request is read and never answered.</summary>
    Hang,

    /// <summary>The request is taken after a while, as if the network were slow.</summary>
    Delay,

    /// <summary>The request is taken at once and answered after a while.</summary>
    LateAnswer,

    /// <summary>The request is taken, and the connection ends within the answer's body.</summary>
    Truncate,

    /// <summary>The connection is reset and the request not looked at.</summary>
    Reset,

    /// <summary>The request is taken, and the connection reset before the answer.</summary>
    AcceptThenReset,

    /// <summary>A page of a proxy is the answer, and the request not looked at.</summary>
    Proxy,
}

/// <summary>A fault, and the requests that meet it.</summary>
internal sealed class FaultRule
{
    private static readonly (string Name, FaultAction Action)[] Actions =
    [
        ("status", FaultAction.Status), ("hang", FaultAction.Hang), ("delay", FaultAction.Delay), ("late_answer", FaultAction.LateAnswer), ("truncate", FaultAction.Truncate),
        ("reset", FaultAction.Reset), ("accept_then_reset", FaultAction.AcceptThenReset), ("proxy", FaultAction.Proxy),
    ];

    private int _left;
    private int _toSkip;

    public required FaultAction Action { get; init; }

    /// <summary>Method of the requests; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>How their paths begin.</summary>
    public required string Path { get; init; }

    public double Probability { get; init; } = 1;

    public int Status { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The answer's body; null for the one that suits the status.</summary>
    public string? Body { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>How much of the body is sent before the end.</summary>
    public int Bytes { get; init; }

    /// <summary>How many requests have met it.</summary>
    public int Met { get; private set; }

    /// <summary>Reads a rule.</summary>
    public static FaultRule Read(Place rule)
    {
        rule.AllowOnly("action", "method", "path", "count", "skip", "probability", "status", "headers", "body", "delay_ms", "bytes");
        string name = rule.Required("action").OneOf([.. Actions.Select(one => one.Name)]);
        FaultAction action = Actions.First(one => one.Name == name).Action;
        double probability = rule.Optional("probability")?.Number() ?? 1;
        if (probability is <= 0 or > 1)
        {
            throw rule.Required("probability").Error("a probability is above 0 and at most 1");
        }

        int delay = (int)(rule.Optional("delay_ms")?.Integer(0, 3_600_000) ?? 0);
        if (action is FaultAction.Delay or FaultAction.LateAnswer)
        {
            rule.Required("delay_ms");
        }

        int status = (int)(rule.Optional("status")?.Integer(200, 599) ?? 0);
        if (action == FaultAction.Status)
        {
            rule.Required("status");
        }

        return new FaultRule
        {
            Action = action,
            Method = rule.Optional("method")?.Text(),
            Path = rule.Optional("path")?.Text() ?? "/",
            Probability = probability,
            Status = status,
            Headers = [.. (rule.Optional("headers")?.Properties() ?? []).Select(header => KeyValuePair.Create(header.Path[(header.Path.LastIndexOf('.') + 1)..], header.Text()))],
            Body = rule.Optional("body")?.Text(),
            Delay = TimeSpan.FromMilliseconds(delay),
            Bytes = (int)(rule.Optional("bytes")?.Integer(0, int.MaxValue) ?? 0),
            _left = (int)(rule.Optional("count")?.Integer(1, int.MaxValue) ?? int.MaxValue),
            _toSkip = (int)(rule.Optional("skip")?.Integer(0, int.MaxValue) ?? 0),
        };
    }

    /// <summary>Whether the request meets the fault; then one less is left. Not safe for many threads.</summary>
    public bool Meets(HttpRequest request)
    {
        bool fits = _left > 0
            && (Method is null || string.Equals(Method, request.Method, StringComparison.OrdinalIgnoreCase))
            && request.Path.Value!.StartsWith(Path, StringComparison.OrdinalIgnoreCase);
        if (!fits || Random.Shared.NextDouble() >= Probability)
        {
            return false;
        }

        if (_toSkip > 0)
        {
            _toSkip--;
            return false;
        }

        _left--;
        Met++;
        return true;
    }

    /// <summary>The rule as it stands.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["action"] = Actions.First(one => one.Action == Action).Name,
            ["method"] = Method,
            ["path"] = Path,
            ["left"] = _left == int.MaxValue ? null : _left,
            ["met"] = Met,
        };
        if (Status != 0)
        {
            json["status"] = Status;
        }

        return json;
    }
}
