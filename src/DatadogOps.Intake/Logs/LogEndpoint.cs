using System.Text.Json;
using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Logs;

/// <summary>A log entry.</summary>
/// <param name="Json">The entry as it was sent, its message perhaps cut.</param>
/// <param name="Time">When it came, in Unix seconds.</param>
/// <param name="IsTruncated">Whether its message was longer than 1 MB and is cut there.</param>
internal sealed record StoredLog(string Json, long Time, bool IsTruncated);

/// <summary>
/// <c>POST /api/v2/logs</c>, which Datadog takes on the host http-intake.logs: at most 1000 entries and 5 MB, an entry of
/// more than 1 MB is cut (Datadog's API reference, "Send logs").
/// </summary>
internal sealed class LogEndpoint(MetricIngest hosts, IJournal journal)
{
    private const int MaxEntries = 1000;
    private const int MaxMessage = 1_000_000;
    private const int MaxAttribute = 256;

    private readonly RecordLog<StoredLog> _logs = new(Kept);

    // Entries may be a megabyte each, so their number alone bounds nothing.
    private const int Kept = 10_000;

    /// <summary>How many came.</summary>
    public long Count => _logs.Count;

    /// <summary>Adds the route.</summary>
    public void Map(ApiRoutes routes) => routes.Map("POST", "/api/v2/logs", new ApiContract(Keys.Api, BodyLimits.Logs, ErrorForm.Objects), SubmitAsync);

    /// <summary>The entries kept, in the order in which they came.</summary>
    public StoredLog[] All() => _logs.Snapshot();

    /// <summary>Takes what was journaled before.</summary>
    public void Replay(ReadOnlyMemory<byte> body, long time) => Keep(Place.Read(body, place => Read(place, time)));

    /// <summary>Forgets everything.</summary>
    public void Clear() => _logs.Clear();

    private async Task<ApiReply> SubmitAsync(ApiRequest request)
    {
        (StoredLog Log, string? Host)[] logs = Place.Read(request.Body.Content, body => Read(body, request.Now));
        await journal.AppendAsync(new JournalEntry(EntryKind.Logs, request.Now, logs.Length, request.Body.Encoding, request.Body.Sent));
        Keep(logs);
        return new ApiReply(StatusCodes.Status202Accepted, json =>
        {
            json.WriteStartObject();
            json.WriteEndObject();
        })
        { Items = logs.Length };
    }

    private void Keep((StoredLog Log, string? Host)[] logs)
    {
        foreach ((StoredLog log, string? host) in logs)
        {
            hosts.See(host);
            _logs.Add(log);
        }
    }

    // One entry may come without an array around it.
    private static (StoredLog Log, string? Host)[] Read(Place body, long now)
    {
        if (body.Value.ValueKind == JsonValueKind.Object)
        {
            return [ReadOne(body, now)];
        }

        int count = body.Value.ValueKind == JsonValueKind.Array ? body.Value.GetArrayLength() : 0;
        return count > MaxEntries
            ? throw new RequestException(StatusCodes.Status413PayloadTooLarge, $"Payload too large: {count} log entries; {MaxEntries} are allowed. Send less at once.")
            : [.. body.Items().Select(item => ReadOne(item, now))];
    }

    // Other attributes are free: any scalar, object or array.
    private static (StoredLog Log, string? Host) ReadOne(Place log, long now)
    {
        log.RequireObject();
        string message = log.Required("message").Text();
        log.Optional("ddsource")?.Text(0, MaxAttribute);
        log.Optional("service")?.Text(0, MaxAttribute);
        log.Optional("ddtags")?.Text();
        string? host = log.Optional("hostname")?.Text(0, MaxAttribute);
        return message.Length <= MaxMessage
            ? (new StoredLog(log.Value.GetRawText(), now, false), host)
            : (new StoredLog(Truncate(log.Value), now, true), host);
    }

    private static string Truncate(JsonElement log)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in log.EnumerateObject())
            {
                if (property.NameEquals("message"))
                {
                    json.WriteString("message", property.Value.GetString()!.AsSpan(0, MaxMessage));
                }
                else
                {
                    property.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
