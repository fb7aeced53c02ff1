using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Exports monitors as JSON or Terraform.</summary>
[Cmdlet(VerbsData.Export, "DatadogMonitor", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportDatadogMonitorCommand : DatadogOpsCmdlet
{
    private readonly List<DatadogMonitor> _monitors = [];

    /// <summary>Monitors from New-DatadogMonitor or Get-DatadogMonitor, or JSON text.</summary>
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
            _monitors.AddRange(DefinitionInput.Monitors(InputObject));
        }
        catch (OperationException error)
        {
            WriteError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_monitors.Count > 0)
        {
            DefinitionFileOutput.Write(this, Format == "Json" ? DefinitionExport.Json(_monitors) : Terraform(), Format, Path, StopToken);
        }
    }

    private string Terraform()
    {
        var export = new DefinitionExport();
        var resources = new List<string>();
        foreach (DatadogMonitor monitor in _monitors)
        {
            (string text, IReadOnlyList<string> lost) = export.Terraform(monitor);
            resources.Add(text);
            if (lost.Count > 0)
            {
                WriteWarning($"{monitor.Name}: datadog_monitor has no attribute for {string.Join(", ", lost)}. -Format Json keeps them.");
            }
        }

        return string.Join('\n', resources);
    }
}
