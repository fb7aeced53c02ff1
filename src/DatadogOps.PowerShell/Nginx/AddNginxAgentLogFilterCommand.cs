using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Adds the filter to a configuration: a map in http, and a condition on each effective access_log.</summary>
[Cmdlet(VerbsCommon.Add, "NginxAgentLogFilter", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxLogFilterResult))]
public sealed class AddNginxAgentLogFilterCommand : NginxCmdlet
{
    /// <summary>Kinds of Datadog's programs to filter.</summary>
    [Parameter]
    [ValidateSet(NginxAgentKind.Agent, NginxAgentKind.SyntheticsApi, NginxAgentKind.SyntheticsBrowser)]
    public string[]? AgentKind { get; set; }

    /// <summary>Other user agents to filter, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>Still logs requests with a status other than 2xx and 3xx.</summary>
    [Parameter]
    public SwitchParameter KeepFailures { get; set; }

    /// <summary>Limits the filter to requests from these addresses and networks.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowedAddress { get; set; } = [];

    /// <summary>Name of the variable. Defaults to an unused name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VariableName { get; set; }

    /// <summary>Path of nginx's built-in default log. Defaults to the path that nginx was compiled with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessLogPath { get; set; }

    /// <summary>The nginx binary. Defaults to the one whose default configuration this is, otherwise the first one found.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NginxPath { get; set; }

    /// <summary>Folder for relative paths of the configuration, if nginx is started with -p.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Prefix { get; set; }

    /// <summary>Does not run nginx -t.</summary>
    [Parameter]
    public SwitchParameter NoTest { get; set; }

    /// <summary>Reloads nginx after a successful test, even if nothing was changed.</summary>
    [Parameter]
    public SwitchParameter Reload { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessPath(string path)
    {
        var change = new NginxFilterChange(this, "Exclude Datadog's checks from the access logs of", StopToken) { NginxPath = FullPath(NginxPath), Prefix = FullPath(Prefix), NoTest = NoTest, Reload = Reload };
        NginxLogFilterOptions options = NginxFilterSettings.Build(AgentKind, UserAgent, KeepFailures, AllowedAddress, VariableName);
        change.Apply(path, program => NginxFilterPlan.AddAsync(path, options, replaceLegacy: false, AccessLogPath ?? program?.AccessLogPath, StopToken));
    }
}
