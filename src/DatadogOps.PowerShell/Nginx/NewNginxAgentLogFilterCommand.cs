using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Nginx.LogFilter;

namespace DatadogOps.Commands.Nginx;

/// <summary>Makes the lines of nginx's configuration that keep Datadog's checks out of the access log. Changes nothing.</summary>
[Cmdlet(VerbsCommon.New, "NginxAgentLogFilter")]
[OutputType(typeof(NginxLogFilter))]
public sealed class NewNginxAgentLogFilterCommand : DatadogOpsCmdlet
{
    /// <summary>Map, or If as Datadog's article has it, with a warning.</summary>
    [Parameter]
    [ValidateSet("Map", "If")]
    public string Style { get; set; } = "Map";

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

    /// <summary>Name of the variable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VariableName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            NginxLogFilterOptions options = NginxFilterParameters.Build(AgentKind, UserAgent, KeepFailures, AllowedAddress, VariableName) with
            {
                Style = Enum.Parse<NginxLogFilterStyle>(Style, ignoreCase: true),
            };
            NginxLogFilter filter = NginxLogFilter.Create(options);
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
