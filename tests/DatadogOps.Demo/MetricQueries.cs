using System.Text.Json;
using DatadogOps.Testbed;

namespace DatadogOps.Demo;

/// <summary>Asks the intake as one asks Datadog.</summary>
internal sealed class MetricQueries(IntakeProcess intake) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = intake.ApiUri };

    /// <summary>
    /// The largest value of each group since a moment, by the group's value. The largest and not the last: where a batch
    /// fell on the turn of two intervals, one of them holds only a part.
    /// </summary>
    public async Task<Dictionary<string, double>> AskAsync(string query, DateTimeOffset since, CancellationToken cancellationToken)
    {
        long from = since.ToUnixTimeSeconds() - 1;
        long to = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v1/query?from={from}&to={to}&query={Uri.EscapeDataString(query)}");
        request.Headers.Add("DD-API-KEY", intake.ApiKey);
        request.Headers.Add("DD-APPLICATION-KEY", intake.ApplicationKey);
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.RootElement.GetProperty("series").EnumerateArray().ToDictionary(
            line => line.GetProperty("tag_set")[0].GetString()!.Split(':', 2)[1],
            line => line.GetProperty("pointlist").EnumerateArray().Max(point => point[1].GetDouble()));
    }

    /// <summary>Makes the intake forget, so that the next delivery is seen alone.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _http.PostAsync("intake/flush", null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
