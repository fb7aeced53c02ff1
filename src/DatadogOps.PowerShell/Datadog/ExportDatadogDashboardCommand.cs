using System.Management.Automation;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Writes dashboards as JSON or as Terraform.</summary>
[Cmdlet(VerbsData.Export, "DatadogDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportDatadogDashboardCommand : DefinitionExportCmdlet
{
    private readonly List<object> _dashboards = [];

    private protected override void Take(PSObject input)
    {
        foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(input))
        {
            // A summary fails here, with its own name, and the others go on.
            _ = dashboard.ToJson();
            _dashboards.Add(dashboard);
        }
    }

    private protected override string Render()
    {
        if (_dashboards.Count == 0)
        {
            return "";
        }

        var export = new DefinitionExport();
        return Format == "Json"
            ? DefinitionExport.Json([.. _dashboards.Cast<DatadogDashboard>()])
            : string.Join('\n', _dashboards.Cast<DatadogDashboard>().Select(export.Terraform));
    }
}
