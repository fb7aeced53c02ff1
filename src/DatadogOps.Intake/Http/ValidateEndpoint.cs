using DatadogOps.Intake.Control;

namespace DatadogOps.Intake.Http;

/// <summary><c>GET /api/v1/validate</c>.</summary>
internal sealed class ValidateEndpoint(ApiKeys keys, PayloadLog log, TimeProvider clock)
{
    /// <summary>Serves a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        bool valid = keys.MaySend(context.Request);
        int status = valid ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        log.Add(new LoggedRequest
        {
            Time = clock.GetUtcNow(),
            Method = context.Request.Method,
            Path = context.Request.Path + context.Request.QueryString,
            Status = status,
            UserAgent = context.Request.Headers.UserAgent,
            Error = valid ? null : "Forbidden",
        });
        return valid
            ? JsonReply.WriteAsync(context, status, json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("valid", true);
                json.WriteEndObject();
            })
            : JsonReply.ErrorsAsync(context, status, "Forbidden");
    }
}
