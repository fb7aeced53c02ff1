using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Dashboards;

namespace DatadogOps.Commands.Datadog;

/// <summary>Gets dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogDashboard", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogDashboard))]
public sealed class GetDatadogDashboardCommand : DatadogApiCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Ids at Datadog.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only dashboards with this title. Wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Title { get; set; } = "*";

    /// <summary>Only dashboards that this module published.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Managed { get; set; }

    /// <summary>Gets dashboards without their widgets: one request for a hundred of them, instead of one for each.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            Try(() => WriteObject(Wait(new DashboardStore(Api).GetAsync(DefinitionInput.DashboardId(id), StopToken))));
        }

        if (ParameterSetName == ListSet)
        {
            Try(List);
        }
    }

    private void List()
    {
        var store = new DashboardStore(Api);
        var title = new WildcardPattern(Title, WildcardOptions.IgnoreCase);
        int read = 0;
        foreach (DatadogDashboard dashboard in Enumerate(store.ListAsync(StopToken)))
        {
            read++;
            if (!title.IsMatch(dashboard.Title) || (Managed && dashboard.Slug is null))
            {
                continue;
            }

            if (Summary)
            {
                WriteObject(dashboard);
            }
            else
            {
                Try(() => WriteObject(Wait(store.GetAsync(dashboard.Id!, StopToken))));
            }
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {read} dashboards listed in {Api.Requests} requests."));
    }
}
