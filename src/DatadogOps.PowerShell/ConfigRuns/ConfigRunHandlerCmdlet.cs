using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.ConfigRuns.Handlers;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>What the cmdlets over the wiring of a tool share: which tool, and what its files speak of.</summary>
public abstract class ConfigRunHandlerCmdlet : DatadogOpsCmdlet
{
    /// <summary>The tool: chef, puppet, ansible, dsc or salt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("chef", "puppet", "ansible", "dsc", "salt")]
    public string[] Tool { get; set; } = [];

    /// <summary>Report, or folder of reports, that the tool writes. Unless given, its usual one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Full path of ddops or pwsh, which sends. Unless given, ddops of PATH, else pwsh of PATH, else /usr/local/bin/ddops.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RunnerPath { get; set; }

    /// <summary>File with DD_API_KEY, DD_SITE and other variables for the sender.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string EnvironmentPath { get; set; } = "/etc/datadogops/environment";

    private protected HandlerOptions Options(string folder) => new()
    {
        Folder = folder,
        ReportPath = ReportPath is null ? null : Absolute(ReportPath),
        RunnerPath = RunnerPath is null ? HandlerOptions.FindRunner(Environment.GetEnvironmentVariable) : Absolute(RunnerPath),
        EnvironmentPath = Absolute(EnvironmentPath),
    };

    private protected string Absolute(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
