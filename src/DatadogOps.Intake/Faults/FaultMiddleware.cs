using System.Net.Sockets;
using DatadogOps.Intake.Control;
using Microsoft.AspNetCore.Connections.Features;

namespace DatadogOps.Intake.Faults;

/// <summary>Lets requests to Datadog's endpoints meet the faults that were asked for.</summary>
internal sealed class FaultMiddleware(FaultRules rules, PayloadLog log, TimeProvider clock, CancellationToken stopping)
{
    private const string ProxyPage = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body></html>\r\n";

    /// <summary>The middleware.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        rules.Next(context.Request) is { } rule ? ActAsync(rule, context, next) : next(context);

    private async Task ActAsync(FaultRule rule, HttpContext context, RequestDelegate next)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            switch (rule.Action)
            {
                case FaultAction.Status:
                    await AnswerAsync(rule, context);
                    break;
                case FaultAction.Proxy:
                    Note(context, rule, 502);
                    await WriteAsync(rule, context, rule.Status == 0 ? 502 : rule.Status, "text/html", rule.Body ?? ProxyPage);
                    break;
                case FaultAction.Hang:
                    await context.Request.Body.CopyToAsync(Stream.Null, end.Token);
                    Note(context, rule, StatusCodes.Status408RequestTimeout);
                    await Task.Delay(Timeout.Infinite, end.Token);
                    break;
                case FaultAction.Delay:
                    await Task.Delay(rule.Delay, clock, end.Token);
                    await next(context);
                    break;
                case FaultAction.Reset:
                    Note(context, rule, StatusCodes.Status503ServiceUnavailable);
                    Reset(context);
                    break;
                case FaultAction.AcceptThenReset:
                    await TakeAsync(context, next);
                    Reset(context);
                    break;
                case FaultAction.LateAnswer:
                    byte[] late = await TakeAsync(context, next);
                    await Task.Delay(rule.Delay, end.Token);
                    await context.Response.Body.WriteAsync(late, end.Token);
                    break;
                default:
                    byte[] whole = await TakeAsync(context, next);
                    await context.Response.Body.WriteAsync(whole.AsMemory(0, Math.Min(rule.Bytes, Math.Max(0, whole.Length - 1))), end.Token);

                    // Kestrel sends what is there, finds that it is less than announced, and closes.
                    break;
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private Task AnswerAsync(FaultRule rule, HttpContext context)
    {
        Note(context, rule, rule.Status);
        string what = rule.Status switch
        {
            StatusCodes.Status408RequestTimeout => "Request timeout",
            StatusCodes.Status413PayloadTooLarge => "Payload too large",
            StatusCodes.Status429TooManyRequests => "Too many requests",
            StatusCodes.Status503ServiceUnavailable => "Service unavailable",
            >= 500 => "Internal error",
            _ => "Fault",
        };
        return WriteAsync(rule, context, rule.Status, "application/json", rule.Body ?? $$"""{"errors":["{{what}}"]}""");
    }

    private static async Task WriteAsync(FaultRule rule, HttpContext context, int status, string type, string body)
    {
        // Read first: who is still sending when the answer comes sees a broken connection instead.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach ((string name, string value) in rule.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private void Note(HttpContext context, FaultRule rule, int status) =>
        log.Add(LoggedRequest.Of(context.Request, clock.GetUtcNow()) with { Status = Math.Max(status, 400), Error = $"fault: {rule.Action}" });

    // The endpoint answers into memory, and its headers wait in the response.
    private static async Task<byte[]> TakeAsync(HttpContext context, RequestDelegate next)
    {
        Stream client = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = client;
        }

        return answer.ToArray();
    }

    // Without lingering, closing a socket sends a reset.
    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(true, 0);
        }

        context.Abort();
    }
}
