using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.Datadog;

/// <summary>Exports dashboards as JSON or Terraform.</summary>
[Cmdlet(VerbsData.Export, "DatadogDashboard", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportDatadogDashboardCommand : DatadogOpsCmdlet
{
    private readonly List<DatadogDashboard> _dashboards = [];

    /// <summary>Dashboards from New-DatadogDashboard or Get-DatadogDashboard, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Json, as the API has it, or Terraform.</summary>
    [Parameter]
    [ValidateSet("Json", "Terraform")]
    public string Format { get; set; } = "Json";

    /// <summary>Files to write. Without it the text goes to the pipeline.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            foreach (DatadogDashboard dashboard in DefinitionInput.Dashboards(InputObject))
            {
                // A summary fails here, and the others are still exported.
                _ = dashboard.ToJson();
                _dashboards.Add(dashboard);
            }
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_dashboards.Count > 0)
        {
            string text = Format == "Json" ? DefinitionExport.Json(_dashboards) : string.Join('\n', _dashboards.Select(new DefinitionExport().Terraform));
            DefinitionFileOutput.Write(this, text, Format, Path, StopToken);
        }
    }
}
