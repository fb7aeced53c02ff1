using DatadogOps.Common;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.ConfigRuns.Reporting;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>
/// One run of a configuration tool on one host. Counts that the tool does not report are null. Secrets are redacted in all texts.
/// </summary>
public sealed record ConfigRunReport : ITelemetrySource
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }

    /// <summary>Version of the tool, if reported.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>Host that was configured; null if the report does not name it, and for a playbook as a whole.</summary>
    public string? HostName { get; init; }

    /// <summary>The tool's own id of the run; derived from the content if there is none, so that the same report has the same id.</summary>
    public string? RunId { get; init; }

    /// <summary>What was run: playbook, policy, configuration, states.</summary>
    public string? Name { get; init; }

    /// <summary>How it ended: one of <see cref="ConfigRunStatus"/>.</summary>
    public required string Status { get; init => field = Word.Canonical(value, ConfigRunStatus.All); }

    /// <summary>Last phase that it reached: Compile, Converge (Chef); Catalog, Apply (Puppet); Connect, Run (Ansible); Get, Test, Set (DSC); Render, Apply (Salt).</summary>
    public string? Phase { get; init; }

    /// <summary>Whether it changed nothing by request: noop, what-if, test.</summary>
    public bool NoOp { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Duration in seconds; null if not reported, or if the clock was set while it ran.</summary>
    public double? ElapsedSeconds { get; init => field = RunTime.Plausible(value); }

    /// <summary>Number of managed resources, as the tool counts them: Puppet includes seven of its own.</summary>
    public int? Total { get; init; }

    /// <summary>Number of resources that were changed.</summary>
    public int? Updated { get; init; }

    /// <summary>Number of resources that failed.</summary>
    public int? Failed { get; init; }

    /// <summary>Number of resources that were skipped.</summary>
    public int? Skipped { get; init; }

    /// <summary>Number of resources that would have been changed.</summary>
    public int? Pending { get; init; }

    /// <summary>The resource whose failure is the cause.</summary>
    public string? FailedResource { get; init; }

    /// <summary>The cause of the failure, in the tool's words.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Where the failed resource is declared, or the failure was raised: <c>file:line</c>.</summary>
    public string? ErrorSource { get; init; }

    /// <summary>Stack trace, innermost frame first.</summary>
    public string? StackTrace { get; init; }

    /// <summary>Environment of Chef or Puppet.</summary>
    public string? Environment { get; init; }

    /// <summary>Roles of a Chef node, separated by commas.</summary>
    public string? Role { get; init; }

    /// <summary>File that the report was read from; null for pipeline input.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Names of the first hundred resources that failed. Only names, so that JSON of PowerShell's default depth is complete.</summary>
    public ConfigRunList<string> FailedResources => Failures.Names();

    /// <summary>Names of the first hundred resources that were changed, or would be.</summary>
    public ConfigRunList<string> ChangedResources => Changes.Names();

    /// <summary>Details of <see cref="FailedResources"/>.</summary>
    internal ConfigRunList<ConfigRunResource> Failures { get; init; } = ConfigRunList<ConfigRunResource>.Empty;

    /// <summary>Details of <see cref="ChangedResources"/>.</summary>
    internal ConfigRunList<ConfigRunResource> Changes { get; init; } = ConfigRunList<ConfigRunResource>.Empty;

    /// <summary>Seconds by type of resource, the slowest first.</summary>
    internal IReadOnlyDictionary<string, double> SecondsByType { get; init; } = new Dictionary<string, double>();

    /// <summary>Numbers under the tool's own names: Puppet's metrics as <c>resources.total</c>, Ansible's stats as <c>ok</c>.</summary>
    internal IReadOnlyDictionary<string, double> NativeValues { get; init; } = new Dictionary<string, double>();

    /// <summary>The same report with names of failed and changed resources, as an object has them that came through a file.</summary>
    /// <param name="failed">Failed resources, and how many there were.</param>
    /// <param name="changed">Changed resources, and how many there were.</param>
    /// <param name="redactor">Redacts the names.</param>
    public ConfigRunReport WithResources((IReadOnlyList<string> Names, int Total) failed, (IReadOnlyList<string> Names, int Total) changed, ReportRedactor redactor)
    {
        ConfigRunResource Resource(string name, string status) => redactor.Redact(new ConfigRunResource { Tool = Tool, Name = name, Status = status });
        return this with
        {
            Failures = new ConfigRunList<string>(failed.Names, failed.Total).Select(name => Resource(name, ConfigRunResourceStatus.Failed)),
            Changes = new ConfigRunList<string>(changed.Names, changed.Total).Select(name => Resource(name, NoOp ? ConfigRunResourceStatus.Pending : ConfigRunResourceStatus.Changed)),
        };
    }

    /// <inheritdoc/>
    public IEnumerable<DatadogMetric> GetMetrics() => RunMetrics.Of(this, ConfigRunNaming.Both);

    /// <inheritdoc/>
    public IEnumerable<DatadogEvent> GetEvents() => [RunEvent.Of(this)];
}
