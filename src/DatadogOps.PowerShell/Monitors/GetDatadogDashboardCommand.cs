using System.Globalization;
using System.Management.Automation;
using DatadogOps.Monitors;

namespace DatadogOps.Commands;

/// <summary>Reads dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogDashboard", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogDashboard))]
public sealed class GetDatadogDashboardCommand : DefinitionCmdlet
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary>Ids of dashboards, such as abc-def-ghi.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Only dashboards of this title; wildcards.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Title { get; set; } = "*";

    /// <summary>Only dashboards that this module published.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Managed { get; set; }

    /// <summary>Only what the list says of them, without widgets: one request for a hundred of them, and none for each.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = new DashboardStore(Api);
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id)
            {
                Try(() => WriteObject(Wait(store.GetAsync(DefinitionInput.DashboardId(id), StopToken))));
            }

            return;
        }

        Try(() => List(store));
    }

    private void List(DashboardStore store)
    {
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
