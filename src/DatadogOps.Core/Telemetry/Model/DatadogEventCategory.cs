namespace DatadogOps.Telemetry.Model;

/// <summary>Categories of Datadog's event management (<c>category</c> of <c>POST /api/v2/events</c>).</summary>
public static class DatadogEventCategory
{
    /// <summary>An alert with a status: it can be correlated into cases, and it can notify.</summary>
    public const string Alert = "Alert";

    /// <summary>A change, shown with the values before and after.</summary>
    public const string Change = "Change";
}
