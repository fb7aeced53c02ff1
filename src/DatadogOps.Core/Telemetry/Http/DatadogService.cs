namespace DatadogOps.Telemetry.Http;

/// <summary>Which of a site's hosts takes a request. An address of one's own stands for all of them.</summary>
public enum DatadogService
{
    /// <summary><c>https://api.{site}</c>.</summary>
    Api,

    /// <summary><c>https://http-intake.logs.{site}</c>.</summary>
    Logs,

    /// <summary><c>https://event-management-intake.{site}</c>.</summary>
    Events,
}
