namespace DatadogOps.Telemetry.Delivery;

/// <summary>How a metric travels to Datadog.</summary>
public enum DatadogTransport
{
    /// <summary>By datagrams to a Datadog Agent nearby, which needs no key.</summary>
    DogStatsD,

    /// <summary>By HTTPS straight to Datadog, which needs an API key.</summary>
    Api,
}
