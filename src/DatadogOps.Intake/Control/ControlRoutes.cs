using DatadogOps.Intake.Http;
using DatadogOps.Intake.Json;

namespace DatadogOps.Intake.Control;

/// <summary>Routes below <c>/intake/</c>, which only a local intake has. They need no key.</summary>
internal sealed class ControlRoutes(IEndpointRouteBuilder routes)
{
    private static readonly BodyLimits Limits = BodyLimits.Metrics;

    /// <summary>Adds a route over a body.</summary>
    public void Map(string method, string path, Func<ReadOnlyMemory<byte>, Task<ApiReply>> handle) => routes.MapMethods(path, [method], async context =>
    {
        try
        {
            ReceivedBody body = await BodyReader.ReadAsync(context.Request, Limits, context.RequestAborted);
            ApiReply reply = await handle(body.Content);
            await JsonReply.WriteAsync(context, reply.Status, reply.Write);
        }
        catch (Exception refusal) when (refusal is RequestException or PayloadException)
        {
            await JsonReply.ErrorsAsync(context, (refusal as RequestException)?.Status ?? StatusCodes.Status400BadRequest, refusal.Message);
        }
    });

    /// <summary>Adds a route over the address.</summary>
    public void Map(string path, RequestDelegate handle) => routes.MapMethods(path, ["GET"], handle);
}
