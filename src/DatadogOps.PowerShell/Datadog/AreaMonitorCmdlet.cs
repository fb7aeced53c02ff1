using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>What the cmdlets share that make an area's own monitors: whom they tell, and how they are found again.</summary>
public abstract class AreaMonitorCmdlet : DatadogOpsCmdlet
{
    /// <summary>Tags of what is meant, all of them: env:prod.</summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Whom to tell: slack-dba, pagerduty-Database, dba@example.com.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Notify { get; set; } = [];

    /// <summary>Tags of the monitors themselves.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>1 (high) to 5 (low).</summary>
    [Parameter]
    [ValidateRange(1, 5)]
    public int PriorityLevel { get; set; }

    /// <summary>Beginning of the lasting names by which the published monitors are found again; the area and the filter unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            foreach (DatadogMonitor monitor in Build())
            {
                if (DefinitionInput.Refusal(monitor) is { } refusal)
                {
                    WriteError(ToErrorRecord(refusal));
                }
                else
                {
                    WriteObject(monitor);
                }
            }
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <summary>The monitors that the parameters ask for.</summary>
    private protected abstract IEnumerable<DatadogMonitor> Build();
}
