namespace DatadogOps.Telemetry.Model;

/// <summary>An observation that can be told to Datadog. The observing cmdlet never sends; <c>Send-Datadog*</c> asks for this.</summary>
public interface ITelemetrySource
{
    /// <summary>The observation as points of metrics.</summary>
    IEnumerable<DatadogMetric> GetMetrics();

    /// <summary>The observation as events; most have none.</summary>
    IEnumerable<DatadogEvent> GetEvents() => [];

    /// <summary>The observation as service checks; most have none.</summary>
    IEnumerable<DatadogServiceCheck> GetServiceChecks() => [];
}
