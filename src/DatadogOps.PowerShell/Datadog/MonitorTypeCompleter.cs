using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Datadog;

/// <summary>Completes the common types of monitors.</summary>
internal sealed class MonitorTypeCompleter() : ValueCompleter(
    "query alert", "service check", "log alert", "event-v2 alert", "process alert", "composite", "slo alert", "rum alert",
    "trace-analytics alert", "database-monitoring alert", "error-tracking alert", "network-performance alert", "cost alert");
