namespace DatadogOps.Telemetry.Model;

/// <summary>What a service check found. The numbers are those of the wire.</summary>
public enum DatadogServiceCheckStatus
{
    /// <summary>All is well.</summary>
    Ok = 0,

    /// <summary>Something is not as it should be.</summary>
    Warning = 1,

    /// <summary>It does not work.</summary>
    Critical = 2,

    /// <summary>It could not be found out.</summary>
    Unknown = 3,
}
