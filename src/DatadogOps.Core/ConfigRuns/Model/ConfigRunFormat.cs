namespace DatadogOps.ConfigRuns.Model;

/// <summary>Forms in which configuration tools tell of a run.</summary>
public enum ConfigRunFormat
{
    /// <summary>Told by the content.</summary>
    Auto,

    /// <summary>Chef's report handler JsonFile: <c>chef-run-report-*.json</c>.</summary>
    ChefJsonFile,

    /// <summary>Messages of Chef's data collector, one a line or one alone.</summary>
    ChefDataCollector,

    /// <summary>Puppet's report, formats 1 to 12, as YAML or JSON: <c>last_run_report.yaml</c>.</summary>
    PuppetReport,

    /// <summary>Puppet's <c>last_run_summary.yaml</c>.</summary>
    PuppetSummary,

    /// <summary>Output of Ansible's callback json.</summary>
    AnsibleJson,

    /// <summary>Output of Ansible's callback ansible.posix.jsonl.</summary>
    AnsibleJsonLines,

    /// <summary>Objects of Get-DscConfigurationStatus and of DSC's pull server.</summary>
    DscStatus,

    /// <summary>Output of <c>dsc config set</c> and <c>dsc config test</c>.</summary>
    DscResult,

    /// <summary>Results of Salt's states, as JSON or YAML.</summary>
    Salt,
}
