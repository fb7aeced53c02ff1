namespace DatadogOps.ConfigRuns.Model;

/// <summary>Formats of the reports of configuration tools.</summary>
public static class ConfigRunFormat
{
    /// <summary>Recognised by the content.</summary>
    public const string Auto = "Auto";

    /// <summary>Chef's report handler JsonFile: <c>chef-run-report-*.json</c>.</summary>
    public const string ChefJsonFile = "ChefJsonFile";

    /// <summary>Messages of Chef's data collector, one a line or a single one.</summary>
    public const string ChefDataCollector = "ChefDataCollector";

    /// <summary>Puppet's report, formats 1 to 12, as YAML or JSON: <c>last_run_report.yaml</c>.</summary>
    public const string PuppetReport = "PuppetReport";

    /// <summary>Puppet's <c>last_run_summary.yaml</c>.</summary>
    public const string PuppetSummary = "PuppetSummary";

    /// <summary>Output of Ansible's callback json.</summary>
    public const string AnsibleJson = "AnsibleJson";

    /// <summary>Output of Ansible's callback ansible.posix.jsonl.</summary>
    public const string AnsibleJsonLines = "AnsibleJsonLines";

    /// <summary>Objects of Get-DscConfigurationStatus and of DSC's pull server.</summary>
    public const string DscStatus = "DscStatus";

    /// <summary>Output of <c>dsc config set</c> and <c>dsc config test</c>.</summary>
    public const string DscResult = "DscResult";

    /// <summary>Results of Salt's states, as JSON or YAML.</summary>
    public const string Salt = "Salt";

    /// <summary>All of them.</summary>
    internal static readonly string[] All =
        [Auto, ChefJsonFile, ChefDataCollector, PuppetReport, PuppetSummary, AnsibleJson, AnsibleJsonLines, DscStatus, DscResult, Salt];
}
