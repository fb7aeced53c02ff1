using System.Net;

namespace DatadogOps.Intake.Http;

/// <summary>
/// Lets only requests through that mean this machine: a name that an attacker's DNS points to 127.0.0.1, or a page of
/// another origin in a browser here, gets nothing.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>The middleware.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsLoopback(context.Request.Host.Host))
        {
            return JsonReply.ErrorsAsync(context, StatusCodes.Status403Forbidden, "The Host header must be localhost, 127.0.0.1 or [::1]: this intake serves its own machine only.");
        }

        string? origin = context.Request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin) && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && IsLoopback(page.Host)))
        {
            return JsonReply.ErrorsAsync(context, StatusCodes.Status403Forbidden, "The Origin header must be of this machine: this intake serves no other page.");
        }

        return next(context);
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
