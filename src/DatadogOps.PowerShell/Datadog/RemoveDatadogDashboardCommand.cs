using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Dashboards;

namespace DatadogOps.Commands.Datadog;

/// <summary>Removes dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Remove, "DatadogDashboard", DefaultParameterSetName = InputSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDatadogDashboardCommand : DatadogApiCmdlet
{
    private const string InputSet = "InputObject";
    private const string IdSet = "Id";

    /// <summary>Output of Get-DatadogDashboard or Publish-DatadogDashboard, or definitions with a slug.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Try(() => Remove(id, null));
        }

        if (ParameterSetName == InputSet)
        {
            Try(RemoveInput);
        }
    }

    private void RemoveInput()
    {
        if (DefinitionInput.IdOf(InputObject) is { } id)
        {
            Remove(id, null);
            return;
        }

        foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
        {
            Try(() => Remove(dashboard.Id ?? Find(dashboard), dashboard.Title));
        }
    }

    private void Remove(string id, string? title)
    {
        string known = DefinitionInput.DashboardId(id);
        DefinitionRemover.Remove(this, "dashboard", known, title, () => new DashboardStore(Api).RemoveAsync(known, StopToken));
    }

    private string Find(DatadogDashboard dashboard) =>
        (dashboard.Slug is { } slug ? Wait(new DashboardStore(Api).FindAsync(slug, StopToken)) : null)?.Id
        ?? throw DefinitionRemover.Missing(this, "dashboard", dashboard.Title, dashboard.Slug);
}
