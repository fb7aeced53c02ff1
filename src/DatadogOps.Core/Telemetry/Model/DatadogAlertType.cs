namespace DatadogOps.Telemetry.Model;

/// <summary>How bad an event is.</summary>
public enum DatadogAlertType
{
    /// <summary>Information.</summary>
    Info,

    /// <summary>Success.</summary>
    Success,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>An error.</summary>
    Error,
}
