namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>The state of a file in the spool.</summary>
public static class SpoolState
{
    /// <summary>It leaves with the next delivery.</summary>
    public const string Waiting = "Waiting";

    /// <summary>Its items are older than Datadog accepts; it is not sent anymore.</summary>
    public const string Expired = "Expired";

    /// <summary>It is damaged, was rejected by Datadog, or was not written by this module; it is not sent.</summary>
    public const string Rejected = "Rejected";
}
