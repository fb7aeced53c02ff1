using System.Text.RegularExpressions;
using DatadogOps.Intake.Http;

namespace DatadogOps.Intake.Control;

/// <summary>A request to one of Datadog's endpoints and its answer.</summary>
internal sealed record LoggedRequest
{
    private static readonly string[] NotShown = ["Cookie", "Authorization"];

    public long Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Headers by name, without those that may hold a key.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string? Encoding { get; init; }

    public string? UserAgent { get; init; }

    public int BytesDecoded { get; init; }

    public int Items { get; init; }

    public int PointsKept { get; init; }

    public int PointsDropped { get; init; }

    public string? Error { get; init; }

    /// <summary>The body as it was sent.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What is known of a request when it begins.</summary>
    public static LoggedRequest Of(HttpRequest request, DateTimeOffset time) => new()
    {
        Time = time,
        Method = request.Method,
        Path = request.Path + request.QueryString,
        Encoding = request.Headers.ContentEncoding,
        UserAgent = request.Headers.UserAgent,
        Headers =
        [
            .. request.Headers
                .Where(header => !header.Key.EndsWith("-KEY", StringComparison.OrdinalIgnoreCase) && !NotShown.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
        ],
    };
}

/// <summary>Counts requests, and keeps the last of them: 1000, and 16 MB of bodies. Shows no key.</summary>
internal sealed partial class PayloadLog(IReadOnlyList<string> secrets)
{
    private const int Kept = 1000;
    private const long MaxBytes = 16 * 1024 * 1024;
    private const int MaxShown = 64 * 1024;

    private readonly Queue<LoggedRequest> _last = new();
    private long _bytes;
    private long _nextId = 1;
    private long _accepted;
    private long _refused;
    private long _points;

    /// <summary>How many were accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>How many were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How many points came in accepted requests, those included that were dropped.</summary>
    public long Points => Interlocked.Read(ref _points);

    /// <summary>Adds a request.</summary>
    public void Add(LoggedRequest request)
    {
        lock (_last)
        {
            if (request.Status < 400)
            {
                _accepted++;
                _points += request.PointsKept + request.PointsDropped;
            }
            else
            {
                _refused++;
            }

            _last.Enqueue(request with { Id = _nextId++ });
            _bytes += request.Body.Length;
            while (_last.Count > Kept || (_bytes > MaxBytes && _last.Count > 1))
            {
                _bytes -= _last.Dequeue().Body.Length;
            }
        }
    }

    /// <summary>The last ones, oldest first, as they came: with whatever a sender wrote into path and body.</summary>
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
            _bytes = 0;
            _accepted = 0;
            _refused = 0;
            _points = 0;
        }
    }

    /// <summary>The decoded body's beginning as text, without keys.</summary>
    public async Task<string?> BodyTextAsync(LoggedRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return null;
        }

        ReadOnlyMemory<byte> content;
        try
        {
            content = await BodyReader.DecodeAsync(request.Body, request.Encoding?.Trim().ToLowerInvariant() is "gzip" or "deflate" ? request.Encoding.Trim().ToLowerInvariant() : string.Empty, BodyLimits.Metrics.Decoded);
        }
        catch (RequestException)
        {
            content = request.Body;
        }

        // A little more than is shown, so that no half of a key stays at the cut.
        string text = Redact(System.Text.Encoding.UTF8.GetString(content.Span[..Math.Min(content.Length, MaxShown + 1024)]));
        return text.Length <= MaxShown ? text : text[..MaxShown] + "...";
    }

    /// <summary>A text without keys: they have no place in a path or body, and should a sender put one there, be it a wrong one, it must not be shown again.</summary>
    public string Redact(string text) =>
        secrets.Aggregate(SecretProperty().Replace(KeyParameter().Replace(text, "$1=<redacted>"), "$1\"<redacted>\""), (clean, secret) => clean.Replace(secret, "<redacted>", StringComparison.Ordinal));

    /// <summary>Whether the body may be given back byte by byte.</summary>
    public bool HoldsNoKey(ReadOnlySpan<byte> content)
    {
        foreach (string secret in secrets.Append("secret_access_key"))
        {
            if (content.IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex("(api_key|application_key|app_key)=[^&\\s]*", RegexOptions.IgnoreCase)]
    private static partial Regex KeyParameter();

    [GeneratedRegex("(\"secret_access_key\"\\s*:\\s*)\"[^\"]*\"")]
    private static partial Regex SecretProperty();
}
