using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Checks;

/// <summary>
/// <c>POST /api/v1/check_run</c>. Checks may be sent up to ten minutes in the past (Datadog's OpenAPI document of API v1);
/// older ones are dropped behind the 202, and counted.
/// </summary>
internal sealed class CheckEndpoint(MetricIngest hosts, IJournal journal)
{
    private const long MaxAgeSec = 600;

    private readonly RecordLog<StoredCheck> _checks = new();
    private long _tooOld;

    /// <summary>How many came.</summary>
    public long Count => _checks.Count;

    /// <summary>How many were dropped for their age.</summary>
    public long TooOld => Interlocked.Read(ref _tooOld);

    /// <summary>Adds the route.</summary>
    public void Map(ApiRoutes routes) => routes.Map("POST", "/api/v1/check_run", new ApiContract(Keys.Api, BodyLimits.Metrics), SubmitAsync);

    /// <summary>The checks kept, in the order in which they came.</summary>
    public StoredCheck[] All() => _checks.Snapshot();

    /// <summary>Keeps a check of a DogStatsD message.</summary>
    public void Add(StoredCheck check)
    {
        hosts.See(check.Host);
        _checks.Add(check);
    }

    /// <summary>Takes what was journaled before.</summary>
    public void Replay(ReadOnlyMemory<byte> body, long time) => Keep(Place.Read(body, Read), time);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _checks.Clear();
        Interlocked.Exchange(ref _tooOld, 0);
    }

    private async Task<ApiReply> SubmitAsync(ApiRequest request)
    {
        SentCheck[] checks = Place.Read(request.Body.Content, Read);
        await journal.AppendAsync(new JournalEntry(EntryKind.Checks, request.Now, checks.Length, request.Body.Encoding, request.Body.Sent));
        return ApiReply.Ok(StatusCodes.Status202Accepted) with { Items = checks.Length, PointsDropped = Keep(checks, request.Now) };
    }

    private int Keep(SentCheck[] checks, long now)
    {
        int dropped = 0;
        foreach (SentCheck sent in checks)
        {
            if (sent.Time < now - MaxAgeSec)
            {
                dropped++;
                Interlocked.Increment(ref _tooOld);
            }
            else
            {
                Add(new StoredCheck(sent.Name, sent.Status, sent.Host, sent.Message, sent.Tags, sent.Time ?? now));
            }
        }

        return dropped;
    }

    private static SentCheck[] Read(Place body) =>
    [
        .. body.Items().Select(check =>
        {
            check.AllowOnly("check", "host_name", "message", "status", "tags", "timestamp");
            return new SentCheck(
                check.Required("check").Text(1, 200),
                (int)check.Required("status").Integer(0, 3),
                check.Required("host_name").Text(),
                check.Optional("message")?.Text(),
                check.Required("tags").Texts(),
                check.Optional("timestamp")?.Integer());
        }),
    ];

    private sealed record SentCheck(string Name, int Status, string Host, string? Message, string[] Tags, long? Time);
}
