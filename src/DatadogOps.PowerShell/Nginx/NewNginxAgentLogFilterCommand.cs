using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Creates the lines for nginx's configuration that exclude Datadog's checks from the access log. Changes nothing.</summary>
[Cmdlet(VerbsCommon.New, "NginxAgentLogFilter")]
[OutputType(typeof(NginxLogFilter))]
public sealed class NewNginxAgentLogFilterCommand : DatadogOpsCmdlet
{
    /// <summary>Map, or If as in older guides, which is returned with a warning.</summary>
    [Parameter]
    [ValidateSet(NginxLogFilterOptions.MapStyle, NginxLogFilterOptions.IfStyle)]
    public string Style { get; set; } = NginxLogFilterOptions.MapStyle;

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

    /// <summary>Name of the variable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VariableName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            NginxLogFilter filter = NginxLogFilter.Create(NginxFilterSettings.Build(AgentKind, UserAgent, KeepFailures, AllowedAddress, VariableName) with { Style = Style });
            if (filter.Warning is { } warning)
            {
                WriteWarning(warning);
            }

            WriteObject(filter);
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
