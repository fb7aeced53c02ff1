using System.Net.Mime;
using DatadogOps.Intake.Control;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Http;

/// <summary>Which keys an endpoint asks for.</summary>
internal enum Keys
{
    None,
    Api,
    ApiAndApplication,
}

/// <summary>The form in which an endpoint tells errors.</summary>
internal enum ErrorForm
{
    /// <summary><c>{"errors":["..."]}</c>.</summary>
    Texts,

    /// <summary><c>{"errors":[{"status","title","detail"}]}</c>, of the newer endpoints.</summary>
    Objects,

    /// <summary>The same as <c>application/vnd.api+json</c>.</summary>
    JsonApi,
}

/// <summary>What an endpoint takes.</summary>
/// <param name="Keys">Keys that it asks for.</param>
/// <param name="Limits">How large its body may be; null when it takes none.</param>
/// <param name="Errors">How it tells errors.</param>
internal sealed record ApiContract(Keys Keys, BodyLimits? Limits = null, ErrorForm Errors = ErrorForm.Texts);

/// <summary>What is the same for all of Datadog's endpoints: keys, sizes, the form of errors, the log of requests.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes, ApiKeys keys, PayloadLog log, TimeProvider clock)
{
    /// <summary>Adds an endpoint.</summary>
    public void Map(string method, string path, ApiContract contract, Func<ApiRequest, Task<ApiReply>> handle) =>
        routes.MapMethods(path, [method], context => ServeAsync(context, contract, handle));

    private async Task ServeAsync(HttpContext context, ApiContract contract, Func<ApiRequest, Task<ApiReply>> handle)
    {
        LoggedRequest entry = LoggedRequest.Of(context.Request, clock.GetUtcNow());
        try
        {
            RequireKeys(context.Request, contract.Keys);
            ReceivedBody body = ReceivedBody.None;
            if (contract.Limits is not null)
            {
                RequireJson(context.Request);
                body = await BodyReader.ReadAsync(context.Request, contract.Limits, context.RequestAborted);
                entry = entry with { Body = body.Sent, BytesDecoded = body.Content.Length };
            }

            ApiReply reply = await handle(new ApiRequest(context, body, entry.Time.ToUnixTimeSeconds()));
            log.Add(entry with { Status = reply.Status, Items = reply.Items, PointsKept = reply.PointsKept, PointsDropped = reply.PointsDropped });
            await JsonReply.WriteAsync(context, reply.Status, reply.Write, contract.Errors == ErrorForm.JsonApi);
        }
        catch (Exception failure) when (failure is RequestException or PayloadException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            RequestException refusal = failure switch
            {
                RequestException known => known,
                PayloadException => RequestException.Bad(failure.Message),
                _ => new RequestException(StatusCodes.Status500InternalServerError, failure.Message),
            };
            log.Add(entry with { Status = refusal.Status, Error = refusal.Message });
            if (refusal.Status == StatusCodes.Status413PayloadTooLarge)
            {
                // The rest of the body is not wanted.
                context.Response.Headers.Connection = "close";
            }

            await JsonReply.RefuseAsync(context, refusal, contract.Errors);
        }
    }

    private void RequireKeys(HttpRequest request, Keys needed)
    {
        bool allowed = needed switch
        {
            Keys.None => true,
            Keys.Api => keys.MaySend(request),
            _ => keys.MayRead(request),
        };
        if (!allowed)
        {
            throw new RequestException(StatusCodes.Status403Forbidden, "Forbidden");
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        if (!string.Equals(request.ContentType?.Split(';')[0].Trim(), MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {MediaTypeNames.Application.Json}.");
        }
    }
}
