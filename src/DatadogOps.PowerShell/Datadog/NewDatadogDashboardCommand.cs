using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Creates the definition of a dashboard. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "DatadogDashboard", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(DatadogDashboard))]
public sealed class NewDatadogDashboardCommand : DatadogOpsCmdlet
{
    private const string QuerySet = "Query";
    private const string JsonSet = "Json";

    /// <summary>Title.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "";

    /// <summary>Metric queries; each becomes a timeseries widget.</summary>
    [Parameter(Position = 1, ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] MetricQuery { get; set; } = [];

    /// <summary>Widgets as the API has them, as hashtables or JSON: @{ type = 'note'; content = '...' }.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public PSObject[] Widget { get; set; } = [];

    /// <summary>How the queries are drawn.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateSet("Line", "Area", "Bars")]
    public string Display { get; set; } = "Line";

    /// <summary>Description, in Markdown.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Tags to select values of on the dashboard; queries refer to them as $env.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [ValidateNotNullOrEmpty]
    public string[] TemplateVariable { get; set; } = [];

    /// <summary>Definitions as JSON: one object or an array.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = JsonSet)]
    [ValidateNotNullOrEmpty]
    public string Json { get; set; } = "";

    /// <summary>Stable name by which the published dashboard is found again. Defaults to one made of the title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            if (ParameterSetName == QuerySet)
            {
                WriteObject(Build());
                return;
            }

            foreach (DatadogDashboard dashboard in DefinitionReader.ReadDashboards(Json))
            {
                WriteObject(Slug is null ? dashboard : DefinitionReader.Mark(dashboard, ManagedMarker.CheckSlug(Slug)));
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    private DatadogDashboard Build()
    {
        var builder = new DashboardBuilder(Title, Slug, Description);
        foreach (string variable in TemplateVariable)
        {
            builder.AddVariable(variable.TrimStart('$'));
        }

        foreach (string query in MetricQuery)
        {
            builder.Add(DashboardBuilder.Graph(query, query, Display.ToLowerInvariant()));
        }

        foreach (PSObject widget in Widget)
        {
            builder.Add(JsonInput.ToObject(widget, "dashboard widget"));
        }

        return builder.Build();
    }
}
