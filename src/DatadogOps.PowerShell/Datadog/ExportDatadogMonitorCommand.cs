using System.Management.Automation;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Writes monitors as JSON or as Terraform.</summary>
[Cmdlet(VerbsData.Export, "DatadogMonitor", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportDatadogMonitorCommand : DefinitionExportCmdlet
{
    private readonly List<object> _monitors = [];

    private protected override void Take(PSObject input) => _monitors.AddRange(DefinitionInput.Monitors(input));

    private protected override string Render()
    {
        if (_monitors.Count == 0)
        {
            return "";
        }

        if (Format == "Json")
        {
            return DefinitionExport.Json([.. _monitors.Cast<DatadogMonitor>()]);
        }

        var export = new DefinitionExport();
        var parts = new List<string>();
        foreach (DatadogMonitor monitor in _monitors.Cast<DatadogMonitor>())
        {
            (string text, IReadOnlyList<string> lost) = export.Terraform(monitor);
            parts.Add(text);
            if (lost.Count > 0)
            {
                WriteWarning($"{monitor.Name}: datadog_monitor has no place for {string.Join(", ", lost)}. -Format Json keeps them.");
            }
        }

        return string.Join('\n', parts);
    }
}
