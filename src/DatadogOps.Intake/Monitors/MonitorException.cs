namespace DatadogOps.Intake.Monitors;

/// <summary>A monitor that is refused, in Datadog's words where they are known.</summary>
internal sealed class MonitorException(string message) : Exception(message)
{
    /// <summary>The query is not understood.</summary>
    public static MonitorException Query(string why) => new($"The value provided for parameter 'query' is invalid: {why}");
}
