using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DatadogOps.Testbed.Intake;

/// <summary>Looks into an intake and steers it, by its routes below <c>/intake/</c>.</summary>
public sealed class IntakeControl(Uri apiUri) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = apiUri };

    /// <summary>Puts faults in force, in place of those before.</summary>
    public async Task SetFaultsAsync(params IntakeFault[] faults)
    {
        var rules = new JsonArray([.. faults.Select(fault => fault.ToJson())]);
        await SendAsync(HttpMethod.Put, "intake/faults", new JsonObject { ["rules"] = rules }.ToJsonString());
    }

    /// <summary>Ends all faults.</summary>
    public Task ClearFaultsAsync() => SendAsync(HttpMethod.Delete, "intake/faults");

    /// <summary>Forgets everything that came, the time put forward included; faults stay.</summary>
    public Task FlushAsync() => SendAsync(HttpMethod.Post, "intake/flush");

    /// <summary>Puts the intake's clock forward.</summary>
    public Task AdvanceClockAsync(TimeSpan by) =>
        SendAsync(HttpMethod.Post, "intake/clock", $$"""{"advance_seconds":{{((long)by.TotalSeconds).ToString(CultureInfo.InvariantCulture)}}}""");

    /// <summary>The counts.</summary>
    public async Task<IntakeCounts> CountsAsync()
    {
        JsonElement health = await GetAsync("intake/health");
        JsonElement http = health.GetProperty("http");
        JsonElement dogStatsD = health.GetProperty("dogstatsd");
        return new IntakeCounts(
            Long(http, "accepted"),
            Long(http, "refused"),
            Long(http, "points"),
            Long(health, "points"),
            Long(health, "events"),
            Long(health, "checks"),
            Long(health, "logs"),
            Long(dogStatsD, "packets"),
            Long(dogStatsD, "metrics"),
            Long(dogStatsD, "values"),
            Long(dogStatsD, "malformed"));
    }

    /// <summary>The last requests, oldest first: 1000, and 16 MB of bodies.</summary>
    public async Task<IReadOnlyList<ReceivedRequest>> RequestsAsync() =>
    [
        .. (await GetAsync("intake/payloads")).GetProperty("payloads").EnumerateArray().Select(one => new ReceivedRequest(
            Long(one, "id"),
            one.GetProperty("method").GetString()!,
            one.GetProperty("path").GetString()!,
            one.GetProperty("status").GetInt32(),
            one.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
            one.GetProperty("bytes_sent").GetInt32(),
            one.GetProperty("points_kept").GetInt32() + one.GetProperty("points_dropped").GetInt32(),
            one.GetProperty("error").GetString(),
            one.GetProperty("body").GetString())),
    ];

    /// <summary>A request's body, byte by byte as it was sent.</summary>
    public Task<byte[]> BodyAsync(long requestId) => _http.GetByteArrayAsync($"intake/payloads/{requestId}/body");

    /// <summary>Events of all ways in, oldest first: title, text, date_happened, host, priority, alert_type, source_type_name, aggregation_key, tags.</summary>
    public Task<IReadOnlyList<JsonElement>> EventsAsync() => ListAsync("intake/events", "events");

    /// <summary>Service checks of all ways in, oldest first: check, status, host_name, message, timestamp, tags.</summary>
    public Task<IReadOnlyList<JsonElement>> ChecksAsync() => ListAsync("intake/checks", "checks");

    /// <summary>Log entries, oldest first: received, truncated, log.</summary>
    public Task<IReadOnlyList<JsonElement>> LogsAsync() => ListAsync("intake/logs", "logs");

    /// <summary>A metric's series: metric, type, unit, tags, points as [time, value]; distributions too, with every value.</summary>
    public Task<IReadOnlyList<JsonElement>> SeriesAsync(string metric) => ListAsync("intake/points?metric=" + Uri.EscapeDataString(metric), "series");

    /// <summary>The last datagrams and frames of DogStatsD, oldest first: 1000, and 4 MB.</summary>
    public async Task<IReadOnlyList<byte[]>> DatagramsAsync() =>
        [.. (await ListAsync("intake/datagrams", "datagrams")).Select(one => one.GetProperty("base64").GetBytesFromBase64())];

    /// <summary>Messages of DogStatsD that were not understood: time, line, reason; the last 100.</summary>
    public Task<IReadOnlyList<JsonElement>> MalformedAsync() => ListAsync("intake/malformed", "lines");

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private static long Long(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string path, string name) => [.. (await GetAsync(path)).GetProperty(name).EnumerateArray()];

    private Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await _http.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new TestbedException($"The intake answers {method} {path} with {(int)response.StatusCode}: {answer}");
        }

        using JsonDocument json = JsonDocument.Parse(answer);
        return json.RootElement.Clone();
    }
}
