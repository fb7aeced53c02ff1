using System.Globalization;
using System.Management.Automation;
using DatadogOps.Datadog.Dashboards;

namespace DatadogOps.Commands.Datadog;

/// <summary>Reads dashboards from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogDashboard", DefaultParameterSetName = ListSet)]
[OutputType(typeof(DatadogDashboard))]
public sealed class GetDatadogDashboardCommand : GetDefinitionCmdlet
{
    /// <summary>Only dashboards of this title; wildcards.</summary>
    [Parameter(ParameterSetName = ListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Title { get; set; } = "*";

    /// <summary>Only what the list says of them, without widgets: one request for a hundred of them, and none for each.</summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Summary { get; set; }

    private protected override object Get(string id) => Wait(new DashboardStore(Api).GetAsync(DefinitionInput.DashboardId(id), StopToken));

    private protected override void List()
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
