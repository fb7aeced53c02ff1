using System.Management.Automation;
using DatadogOps.Nginx.LogFilter;
using DatadogOps.Nginx.Programs;

namespace DatadogOps.Commands.Nginx;

/// <summary>What Add and Update share: the settings of the filter.</summary>
public abstract class NginxFilterSettingsCmdlet : NginxFilterChangeCmdlet
{
    /// <summary>Which of Datadog's programs.</summary>
    [Parameter]
    [ValidateSet(NginxFilterParameters.AgentKind, NginxFilterParameters.SyntheticsApiKind, NginxFilterParameters.SyntheticsBrowserKind)]
    public string[]? AgentKind { get; set; }

    /// <summary>Other user agents, whole, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>Checks that are not answered with 2xx or 3xx stay in the log.</summary>
    [Parameter]
    public SwitchParameter KeepFailures { get; set; }

    /// <summary>Addresses and networks from which alone the user agent is believed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowedAddress { get; set; } = [];

    /// <summary>Name of the variable. Without it one that is not in use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VariableName { get; set; }

    /// <summary>The log that nginx writes where a configuration names none. Without it the one that the program was built with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccessLogPath { get; set; }

    private protected Task<NginxFilterPlan> PlanAsync(string path, NginxProgram? program, bool migrate) => NginxFilterPlan.AddAsync(
        path,
        NginxFilterParameters.Build(AgentKind, UserAgent, KeepFailures, AllowedAddress, VariableName),
        migrate,
        AccessLogPath ?? program?.AccessLogPath,
        StopToken);
}
