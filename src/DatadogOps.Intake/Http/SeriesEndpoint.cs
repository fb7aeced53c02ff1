using System.Net.Mime;
using System.Text;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Series;
using DatadogOps.Intake.Storage;

namespace DatadogOps.Intake.Http;

/// <summary><c>POST /api/v2/series</c>.</summary>
internal sealed class SeriesEndpoint(ApiKeys keys, MetricIngest ingest, PayloadLog log, TimeProvider clock)
{
    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        var entry = new LoggedRequest
        {
            Time = clock.GetUtcNow(),
            Method = request.Method,
            Path = request.Path + request.QueryString,
            Status = StatusCodes.Status202Accepted,
            Encoding = request.Headers.ContentEncoding,
            UserAgent = request.Headers.UserAgent,
        };
        try
        {
            RequireKeyAndType(request);
            ReceivedBody body = await BodyReader.ReadAsync(request, context.RequestAborted);
            entry = entry with { BytesSent = body.BytesSent, BytesDecoded = body.Content.Length, Body = Encoding.UTF8.GetString(body.Content.Span) };
            entry = Keep(SeriesPayload.Parse(body.Content), entry);
            log.Add(entry);
            await JsonReply.ErrorsAsync(context, entry.Status);
        }
        catch (Exception refusal) when (refusal is RequestException or PayloadException)
        {
            int status = (refusal as RequestException)?.Status ?? StatusCodes.Status400BadRequest;
            log.Add(entry with { Status = status, Error = refusal.Message });
            if (status == StatusCodes.Status413PayloadTooLarge)
            {
                // The rest of the body is not wanted.
                context.Response.Headers.Connection = "close";
            }

            await JsonReply.ErrorsAsync(context, status, refusal.Message);
        }
    }

    private void RequireKeyAndType(HttpRequest request)
    {
        if (!keys.MaySend(request))
        {
            throw new RequestException(StatusCodes.Status403Forbidden, "Forbidden");
        }

        if (!string.Equals(request.ContentType?.Split(';')[0].Trim(), MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {MediaTypeNames.Application.Json}.");
        }
    }

    private LoggedRequest Keep(IReadOnlyList<SentSeries> series, LoggedRequest entry)
    {
        int kept = 0;
        int dropped = 0;
        foreach (SentSeries one in series)
        {
            foreach (StoredPoint point in one.Points)
            {
                if (ingest.Add(one.Key, one.Kind, one.Unit, point, PointMode.Replace) == IngestOutcome.Kept)
                {
                    kept++;
                }
                else
                {
                    dropped++;
                }
            }
        }

        return entry with { Series = series.Count, PointsKept = kept, PointsDropped = dropped };
    }
}
