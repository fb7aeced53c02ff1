using System.Net;

namespace DatadogOps.ConfigRuns.Receiving;

/// <summary>A request that is refused, with the response for its sender.</summary>
internal sealed class HttpRefusal(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status => status;

    public static HttpRefusal Malformed() => new(HttpStatusCode.BadRequest, "This is not a valid HTTP/1.1 request.");
}
