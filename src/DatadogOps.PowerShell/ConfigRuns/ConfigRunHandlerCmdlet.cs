using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.ConfigRuns.Handlers;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Parameters of the cmdlets for the integration of a tool.</summary>
public abstract class ConfigRunHandlerCmdlet : DatadogOpsCmdlet
{
    /// <summary>The tool.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Chef", "Puppet", "Ansible", "Dsc", "Salt")]
    public string[] Tool { get; set; } = [];

    /// <summary>Report, or folder of reports, that the tool writes. Defaults to its usual one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Full path of pwsh, which the scripts call. Defaults to the pwsh in PATH, then /usr/bin/pwsh.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PwshPath { get; set; }

    /// <summary>File with DD_API_KEY, DD_SITE and other variables for the scripts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string EnvironmentPath { get; set; } = "/etc/datadogops/environment";

    private protected HandlerOptions Options(string folder) => new()
    {
        Folder = folder,
        ReportPath = ReportPath is null ? null : Absolute(ReportPath),
        PwshPath = PwshPath is null ? HandlerOptions.FindPwsh(Environment.GetEnvironmentVariable) : Absolute(PwshPath),
        EnvironmentPath = Absolute(EnvironmentPath),
    };

    private protected string Absolute(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
