using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Says what is wrong with definitions of monitors, by this module's rules and by Datadog's own. Writes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatadogMonitor", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(DefinitionFinding), typeof(bool))]
public sealed class TestDatadogMonitorCommand : DatadogApiCmdlet
{
    /// <summary>Definitions: of New-DatadogMonitor, New-PgConnectionMonitor or Get-DatadogMonitor, or JSON as text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Does not ask Datadog, and needs no keys.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Puts out one truth for each definition: whether Datadog would take it.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
        {
            Try(() => Check(monitor));
        }
    });

    private void Check(DatadogMonitor monitor)
    {
        var findings = new List<DefinitionFinding>(MonitorRules.Check(monitor));
        if (!Offline)
        {
            foreach (string refusal in Wait(new MonitorStore(Api).ValidateAsync(monitor, StopToken)))
            {
                findings.Add(new DefinitionFinding
                {
                    Name = monitor.Name,
                    Severity = "Error",
                    Message = refusal,
                    Advice = "Correct the definition as Datadog says.",
                    Source = "Datadog",
                });
            }
        }

        WriteVerbose($"{monitor.Name}: {(findings.Count == 0 ? "nothing is wrong" : $"{findings.Count} finding(s)")}{(Offline ? ", Datadog not asked" : "")}.");
        if (Quiet)
        {
            WriteObject(findings.TrueForAll(finding => finding.Severity != "Error"));
        }
        else
        {
            WriteObject(findings, enumerateCollection: true);
        }
    }
}
