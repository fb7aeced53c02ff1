namespace DatadogOps.Telemetry.Model;

/// <summary>Kinds of events that Datadog's event management knows (<c>category</c> of <c>POST /api/v2/events</c>).</summary>
public enum DatadogEventCategory
{
    /// <summary>A plain event, by <c>POST /api/v1/events</c> or DogStatsD.</summary>
    None,

    /// <summary>An alert, with a status: it can be correlated into cases and notify.</summary>
    Alert,

    /// <summary>A change of something, shown with what it was and what it became.</summary>
    Change,
}
