using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Datadog;

/// <summary>Completes the states of monitors.</summary>
internal sealed class MonitorStateCompleter() : ValueCompleter("Alert", "Warn", "No Data", "OK", "Ignored", "Skipped", "Unknown");
