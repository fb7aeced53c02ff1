namespace DatadogOps.Telemetry.Delivery.Spool;

/// <summary>What becomes of a file in the spool.</summary>
public enum SpoolState
{
    /// <summary>It leaves with the next delivery.</summary>
    Waiting,

    /// <summary>What is in it has become older than Datadog takes; it is not sent any more.</summary>
    Expired,

    /// <summary>It is torn, or Datadog refused it, or it is none of this module's; it is not sent.</summary>
    Rejected,
}
