using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Nginx.AccessLog;

namespace DatadogOps.Commands.Nginx;

/// <summary>Tells how much of access logs Datadog's checks are, and what the filter would save.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "NginxAgentLog", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxAgentLogUsage))]
public sealed class MeasureNginxAgentLogCommand : NginxPathCmdlet
{
    private NginxMeasureWork? _work;

    /// <summary>What the checks' lines are counted by; without it the log as a whole.</summary>
    [Parameter]
    [ValidateSet("HostName", "ClientAddress", "UrlPath", "Status", "Hour")]
    public string[] GroupBy { get; set; } = [];

    /// <summary>Which of Datadog's programs.</summary>
    [Parameter]
    [ValidateSet(NginxFilterParameters.AgentKind, NginxFilterParameters.SyntheticsApiKind, NginxFilterParameters.SyntheticsBrowserKind)]
    public string[]? AgentKind { get; set; }

    /// <summary>Other user agents, whole, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>The configuration that writes the logs, in which their formats are looked up.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfPath { get; set; }

    /// <summary>Name of a format of the configuration, or the text of one; Json for objects.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogFormat { get; set; }

    /// <summary>Logs that are read at the same time; 0 for as many as there are processors.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int ThrottleLimit { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _work = Own(NginxMeasureWork.Create(
                this,
                NginxFilterParameters.Build(AgentKind, UserAgent, keepFailures: false, [], variableName: null),
                GroupBy,
                ConfPath is null ? null : FullPath(ConfPath),
                LogFormat,
                ThrottleLimit == 0 ? Environment.ProcessorCount : ThrottleLimit,
                StopToken));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <inheritdoc/>
    private protected override void Work(string path) => _work!.Add(path);
}
