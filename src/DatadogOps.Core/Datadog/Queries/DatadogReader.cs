using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Http;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Datadog.Queries;

/// <summary>Reads metric points and events from Datadog. Requires both keys.</summary>
public sealed class DatadogReader(DatadogApiClient client)
{
    // Enough for 1500 points of several thousand series, or a thousand events with their tags.
    private const int MaxAnswerLength = 128 * 1024 * 1024;

    /// <summary>Runs a metric query. Series come in Datadog's order, their points by time; intervals without data have no point.</summary>
    /// <param name="query">Such as <c>sum:postgresql.connection_state{*} by {state}</c>.</param>
    /// <param name="time">Period.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationException">Datadog rejected the query, or cannot be reached.</exception>
    public async IAsyncEnumerable<DatadogMetricPoint> QueryAsync(string query, QueryTime time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = string.Create(
            CultureInfo.InvariantCulture, $"api/v1/query?from={time.From.ToUnixTimeSeconds()}&to={time.To.ToUnixTimeSeconds()}&query={Uri.EscapeDataString(query)}");
        QueryAnswer answer;
        try
        {
            answer = await GetAsync(path, "query", QueryJson.Default.QueryAnswer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException refusal) when (refusal.ErrorId == TelemetryErrorIds.DatadogRefused)
        {
            throw Failed(query, refusal.Message);
        }

        if (answer.Status != "ok" || !string.IsNullOrEmpty(answer.Error))
        {
            throw Failed(query, string.IsNullOrEmpty(answer.Error) ? $"its status is '{answer.Status}'" : answer.Error);
        }

        foreach (QuerySeries series in answer.Series ?? [])
        {
            string scope = series.Scope is { Length: > 0 } named ? named : "*";
            var tags = new TagSet([.. series.TagSet ?? []]);
            QueryUnit? unit = series.Unit is [{ } first, ..] ? first : null;
            foreach (IReadOnlyList<double?> point in series.Pointlist ?? [])
            {
                if (point is [{ } milliseconds, { } value] && double.Abs(milliseconds) < 1e14)
                {
                    yield return new DatadogMetricPoint
                    {
                        Metric = series.Metric ?? series.Expression ?? query,
                        Scope = scope,
                        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds),
                        Value = value,
                        Tags = tags,
                        Unit = unit?.ShortName ?? unit?.Name,
                        IntervalSeconds = series.Interval,
                        Query = query,
                    };
                }
            }
        }
    }

    /// <summary>Lists events, newest first; pages are requested as they are read.</summary>
    /// <param name="time">Period.</param>
    /// <param name="filter">Which events to return.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OperationException">Datadog rejected the request, or cannot be reached.</exception>
    public async IAsyncEnumerable<DatadogEventEntry> ListEventsAsync(QueryTime time, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"api/v1/events?start={time.From.ToUnixTimeSeconds()}&end={time.To.ToUnixTimeSeconds()}&unaggregated=true")
            + (filter.Priority is null ? "" : "&priority=" + Uri.EscapeDataString(filter.Priority))
            + (filter.Sources.Count == 0 ? "" : "&sources=" + Uri.EscapeDataString(string.Join(',', filter.Sources)))
            + (filter.Tags.Count == 0 ? "" : "&tags=" + Uri.EscapeDataString(string.Join(',', filter.Tags)));
        // An event that arrives meanwhile moves others to the next page.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int page = 0; ; page++)
        {
            EventAnswer answer = await GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"{path}&page={page}"), "list of events", QueryJson.Default.EventAnswer, cancellationToken).ConfigureAwait(false);
            int added = 0;
            foreach (EventJson item in answer.Events ?? [])
            {
                DatadogEventEntry entry = Read(item);
                if (seen.Add(entry.Id))
                {
                    added++;
                    yield return entry;
                }
            }

            if (added == 0)
            {
                yield break;
            }
        }
    }

    private OperationException Failed(string query, string reason) => new(
        QueryErrorIds.QueryFailed,
        OperationErrorKind.InvalidInput,
        query,
        $"{client.Site} could not answer '{query}': {reason.ReplaceLineEndings(" ").TrimEnd('.')}.",
        "Correct the query. Datadog's Metrics Explorer validates queries.");

    private static DatadogEventEntry Read(EventJson item) => new()
    {
        Timestamp = DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(item.DateHappened ?? 0, 0, 1e11)),
        Id = item.IdStr ?? item.Id.ToString(),
        Title = item.Title ?? "",
        Text = item.Text ?? "",
        HostName = string.IsNullOrEmpty(item.Host) ? null : item.Host,
        AlertType = item.AlertType,
        Priority = item.Priority,
        Source = item.SourceTypeName ?? item.Source,
        Tags = new TagSet([.. item.Tags ?? []]),
        Url = item.Url,
    };

    private async Task<T> GetAsync<T>(string path, string subject, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        DatadogAnswer answer = await client.SendAsync(
            new DatadogRequest(HttpMethod.Get, path) { NeedsApplicationKey = true, Subject = subject, MaxAnswerLength = MaxAnswerLength }, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new OperationException(
                TelemetryErrorIds.DatadogAnswerUnknown,
                OperationErrorKind.ProtocolError,
                client.Site.ToString(),
                $"The response of {client.Site} to the {subject} is not valid: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
                "Check -ApiUri, and any proxy in between.",
                error);
        }
    }
}
