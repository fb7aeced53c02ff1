using System.Management.Automation;
using DatadogOps.Commands.Common;

namespace DatadogOps.Commands.Datadog;

/// <summary>What reading monitors and dashboards shares: each by its id, or those of a list.</summary>
public abstract class GetDefinitionCmdlet : DatadogApiCmdlet
{
    private protected const string ListSet = "List";
    private protected const string IdSet = "Id";

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only what this module published.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Managed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => WriteObject(Get(id)));
            }

            return;
        }

        Try(List);
    }

    private protected abstract object Get(string id);

    private protected abstract void List();
}
