namespace DatadogOps.Telemetry.Model;

/// <summary>Whether an event stands out.</summary>
public enum DatadogEventPriority
{
    /// <summary>It does.</summary>
    Normal,

    /// <summary>It is shown to those who ask for it.</summary>
    Low,
}
