using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Model;

/// <content>What a run is to Datadog: Send-DatadogMetric and Send-DatadogEvent take a report as it is.</content>
public sealed partial record ConfigRunReport : ITelemetrySource
{
    /// <inheritdoc/>
    public IEnumerable<DatadogMetric> GetMetrics() => RunMetrics.Of(this, ConfigRunNaming.Both, SecretScrubber.Default);

    /// <inheritdoc/>
    public IEnumerable<DatadogEvent> GetEvents() => [RunEvent.Of(this, SecretScrubber.Default)];
}
