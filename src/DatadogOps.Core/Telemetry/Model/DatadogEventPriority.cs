namespace DatadogOps.Telemetry.Model;

/// <summary>How prominently Datadog shows an event.</summary>
public static class DatadogEventPriority
{
    /// <summary>Shown by default.</summary>
    public const string Normal = "Normal";

    /// <summary>Hidden by default.</summary>
    public const string Low = "Low";
}
