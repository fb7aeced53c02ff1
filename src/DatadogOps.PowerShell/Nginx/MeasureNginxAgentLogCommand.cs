using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Nginx.AccessLog;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Measures the share of Datadog's checks in access logs, and what the filter would save.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "NginxAgentLog", DefaultParameterSetName = "Path")]
[OutputType(typeof(NginxAgentLogUsage))]
public sealed class MeasureNginxAgentLogCommand : NginxCmdlet
{
    private NginxMeasureWork? _work;

    /// <summary>Groups the lines of checks by these properties.</summary>
    [Parameter]
    [ValidateSet(nameof(NginxAgentLogUsage.HostName), nameof(NginxAgentLogUsage.ClientAddress), nameof(NginxAgentLogUsage.UrlPath), nameof(NginxAgentLogUsage.Status), nameof(NginxAgentLogUsage.Hour))]
    public string[] GroupBy { get; set; } = [];

    /// <summary>Kinds of Datadog's programs to measure.</summary>
    [Parameter]
    [ValidateSet(NginxAgentKind.Agent, NginxAgentKind.SyntheticsApi, NginxAgentKind.SyntheticsBrowser)]
    public string[]? AgentKind { get; set; }

    /// <summary>Other user agents to measure, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] UserAgent { get; set; } = [];

    /// <summary>The nginx configuration that defines the logs and their formats.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConfPath { get; set; }

    /// <summary>Name or text of a log_format, or Json.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogFormat { get; set; }

    /// <summary>Maximum number of logs to read at the same time; 0 for the number of processors.</summary>
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
                NginxFilterSettings.Build(AgentKind, UserAgent),
                GroupBy,
                FullPath(ConfPath),
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
    private protected override void ProcessPath(string path) => _work!.Add(path);
}
