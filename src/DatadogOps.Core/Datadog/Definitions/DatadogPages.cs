using DatadogOps.Telemetry.Http;

namespace DatadogOps.Datadog.Definitions;

/// <summary>URLs of pages on Datadog's sites (docs.datadoghq.com/getting_started/site, "Site URL").</summary>
internal static class DatadogPages
{
    /// <summary>A page of the site; null for a custom API address.</summary>
    public static Uri? Of(DatadogSite site, string path) => site.Name switch
    {
        null => null,
        "datadoghq.com" or "datadoghq.eu" or "ddog-gov.com" => new Uri($"https://app.{site.Name}/{path.TrimStart('/')}"),
        string name => new Uri($"https://{name}/{path.TrimStart('/')}"),
    };
}
