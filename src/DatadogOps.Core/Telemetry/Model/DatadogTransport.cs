namespace DatadogOps.Telemetry.Model;

/// <summary>How items reach Datadog.</summary>
public static class DatadogTransport
{
    /// <summary>Datagrams to a Datadog Agent nearby; needs no key.</summary>
    public const string DogStatsD = "DogStatsD";

    /// <summary>HTTPS directly to Datadog; needs an API key.</summary>
    public const string Api = "Api";
}
