namespace DatadogOps.Telemetry.Model;

/// <summary>The severity of an event.</summary>
public static class DatadogAlertType
{
    /// <summary>Information.</summary>
    public const string Info = "Info";

    /// <summary>Success.</summary>
    public const string Success = "Success";

    /// <summary>A warning.</summary>
    public const string Warning = "Warning";

    /// <summary>An error.</summary>
    public const string Error = "Error";
}
