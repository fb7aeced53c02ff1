using DatadogOps.ConfigRuns.Redaction;

namespace DatadogOps.ConfigRuns.Documents;

/// <summary>What the readers of all tools need besides the document.</summary>
/// <param name="SourcePath">The file; null for pipeline input.</param>
/// <param name="Resources">Whether to return each resource instead of each run.</param>
/// <param name="Redactor">Redacts every report and resource as it is built.</param>
internal sealed record ReadContext(string? SourcePath, bool Resources, ReportRedactor Redactor);
