using System.Text.RegularExpressions;

namespace DatadogOps.Intake.Control;

/// <summary>A request to one of Datadog's endpoints and its answer. Holds no key.</summary>
internal sealed record LoggedRequest
{
    public required DateTimeOffset Time { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required int Status { get; init; }

    public string? Encoding { get; init; }

    public string? UserAgent { get; init; }

    public int BytesSent { get; init; }

    public int BytesDecoded { get; init; }

    public int Series { get; init; }

    public int PointsKept { get; init; }

    public int PointsDropped { get; init; }

    public string? Error { get; init; }

    public string? Body { get; init; }
}

/// <summary>Counts requests, and keeps the last of them.</summary>
internal sealed partial class PayloadLog(IReadOnlyList<string> secrets)
{
    private const int Kept = 100;
    private const int MaxBody = 64 * 1024;

    private readonly Queue<LoggedRequest> _last = new();
    private long _accepted;
    private long _refused;

    /// <summary>How many were accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>How many were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Adds a request.</summary>
    public void Add(LoggedRequest request)
    {
        LoggedRequest clean = request with
        {
            Path = Redact(request.Path),
            Error = request.Error is null ? null : Redact(request.Error),
            Body = request.Body is null ? null : Shorten(Redact(request.Body)),
        };
        lock (_last)
        {
            if (request.Status < 400)
            {
                _accepted++;
            }
            else
            {
                _refused++;
            }

            _last.Enqueue(clean);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }
    }

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Last()
    {
        lock (_last)
        {
            return [.. _last];
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (_last)
        {
            _last.Clear();
            _accepted = 0;
            _refused = 0;
        }
    }

    // A key has no place in a path or body; should a sender put it there, be it a wrong one, it must not be shown again.
    private string Redact(string text) =>
        secrets.Aggregate(KeyParameter().Replace(text, "$1=<redacted>"), (clean, secret) => clean.Replace(secret, "<redacted>", StringComparison.Ordinal));

    [GeneratedRegex("(api_key|application_key|app_key)=[^&\\s]*", RegexOptions.IgnoreCase)]
    private static partial Regex KeyParameter();

    private static string Shorten(string text) => text.Length <= MaxBody ? text : text[..MaxBody] + "...";
}
