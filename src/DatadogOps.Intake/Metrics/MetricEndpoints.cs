using DatadogOps.Intake.Http;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Metrics;

/// <summary><c>POST /api/v2/series</c> and <c>POST /api/v1/distribution_points</c>.</summary>
internal sealed class MetricEndpoints(MetricIngest ingest, IJournal journal)
{
    private delegate List<SentSeries> Parser(ReadOnlySpan<byte> body);

    /// <summary>Adds the routes.</summary>
    public void Map(ApiRoutes routes)
    {
        var contract = new ApiContract(Keys.Api, BodyLimits.Metrics);
        routes.Map("POST", "/api/v2/series", contract, request => SubmitAsync(request, EntryKind.Series));
        routes.Map("POST", "/api/v1/distribution_points", contract, request => SubmitAsync(request, EntryKind.Distributions));
    }

    /// <summary>Takes what was journaled before.</summary>
    public void Replay(EntryKind kind, ReadOnlyMemory<byte> body, long time) => Keep(kind, ParserOf(kind)(body.Span), time);

    private async Task<ApiReply> SubmitAsync(ApiRequest request, EntryKind kind)
    {
        List<SentSeries> series = ParserOf(kind)(request.Body.Content.Span);
        await journal.AppendAsync(new JournalEntry(kind, request.Now, series.Sum(one => one.Points.Count), request.Body.Encoding, request.Body.Sent));
        IngestCount count = Keep(kind, series, request.Now);
        ApiReply reply = kind == EntryKind.Series
            ? new ApiReply(StatusCodes.Status202Accepted, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("errors");
                json.WriteEndArray();
                json.WriteEndObject();
            })
            : ApiReply.Ok(StatusCodes.Status202Accepted);
        return reply with { Items = series.Count, PointsKept = count.Kept, PointsDropped = count.Dropped };
    }

    private IngestCount Keep(EntryKind kind, List<SentSeries> series, long time) =>
        ingest.Add(series, kind == EntryKind.Series ? PointMode.Replace : PointMode.Append, time);

    private static Parser ParserOf(EntryKind kind) => kind == EntryKind.Series ? SeriesPayload.Parse : DistributionPayload.Parse;
}
