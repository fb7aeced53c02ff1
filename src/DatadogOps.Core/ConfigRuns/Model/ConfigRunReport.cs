using DatadogOps.ConfigRuns.Documents;

namespace DatadogOps.ConfigRuns.Model;

/// <summary>
/// One run of a configuration tool on one host. Counts that the tool does not tell are null. Texts are scrubbed of secrets.
/// </summary>
public sealed partial record ConfigRunReport
{
    /// <summary>Chef, Puppet, Ansible, Dsc or Salt.</summary>
    public required string Tool { get; init; }

    /// <summary>Version of the tool, where it tells.</summary>
    public string? ToolVersion { get; init; }

    /// <summary>Host that was configured; null where the report does not name it, and for a playbook as a whole.</summary>
    public string? HostName { get; init; }

    /// <summary>The tool's own id of the run; made of the content where it has none, so that the same report has the same id.</summary>
    public string? RunId { get; init; }

    /// <summary>What was run: playbook, policy, configuration, states.</summary>
    public string? Name { get; init; }

    /// <summary>How it ended.</summary>
    public required ConfigRunStatus Status { get; init; }

    /// <summary>How far it came: Compile, Converge (Chef); Catalog, Apply (Puppet); Connect, Run (Ansible); Get, Test, Set (DSC); Render, Apply (Salt).</summary>
    public string? Phase { get; init; }

    /// <summary>Whether it only looked: noop, what-if, test.</summary>
    public bool NoOp { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Seconds that it took; null where the tool does not tell, or the clock was set back while it ran.</summary>
    public double? ElapsedSeconds { get; init => field = RunTime.Plausible(value); }

    /// <summary>Resources it looked after, as the tool counts them: Puppet counts seven of its own.</summary>
    public int? Total { get; init; }

    /// <summary>Resources it changed.</summary>
    public int? Updated { get; init; }

    /// <summary>Resources that failed.</summary>
    public int? Failed { get; init; }

    /// <summary>Resources it left out.</summary>
    public int? Skipped { get; init; }

    /// <summary>Resources it would have changed.</summary>
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

    /// <summary>Roles of a Chef node, by commas.</summary>
    public string? Role { get; init; }

    /// <summary>File that tells of it; null for what came by the pipeline.</summary>
    public string? SourcePath { get; init; }

    /// <summary>Names of the resources that failed; the first hundred. Names only, so that JSON of PowerShell's default depth holds them whole.</summary>
    public ConfigRunList<string> FailedResources => Failures.Names();

    /// <summary>Names of the resources that were changed, or would be; the first hundred.</summary>
    public ConfigRunList<string> ChangedResources => Changes.Names();

    /// <summary>What is known of <see cref="FailedResources"/>.</summary>
    internal ConfigRunList<ConfigRunResource> Failures { get; init; } = ConfigRunList<ConfigRunResource>.Empty;

    /// <summary>What is known of <see cref="ChangedResources"/>.</summary>
    internal ConfigRunList<ConfigRunResource> Changes { get; init; } = ConfigRunList<ConfigRunResource>.Empty;

    /// <summary>Seconds by type of resource, for metrics.</summary>
    internal IReadOnlyDictionary<string, double> SecondsByType { get; init; } = new Dictionary<string, double>();

    /// <summary>Numbers under the tool's own names: of Puppet its metrics as <c>resources.total</c>, of Ansible its stats as <c>ok</c>.</summary>
    internal IReadOnlyDictionary<string, double> NativeValues { get; init; } = new Dictionary<string, double>();
}
