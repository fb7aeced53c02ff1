using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.Datadog;

/// <summary>Validates definitions of monitors, by the rules of this module and by Datadog's own. Changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "DatadogMonitor", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(MonitorFinding), typeof(bool))]
public sealed class TestDatadogMonitorCommand : DatadogApiCmdlet
{
    private bool _isValid = true;

    /// <summary>Definitions from New-DatadogMonitor, New-PgConnectionMonitor or Get-DatadogMonitor, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Does not call Datadog, and needs no keys.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Returns one Boolean: whether all definitions are valid. Warnings do not count.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isRead = Try(() =>
        {
            foreach (DatadogMonitor monitor in DefinitionInput.Monitors(InputObject))
            {
                bool isChecked = Try(() => Check(monitor));
                _isValid &= isChecked;
            }
        });
        _isValid &= isRead;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            WriteObject(_isValid);
        }
    }

    private void Check(DatadogMonitor monitor)
    {
        var findings = new List<MonitorFinding>(MonitorRules.Check(monitor));
        if (!Offline)
        {
            findings.AddRange(Wait(new MonitorStore(Api).ValidateAsync(monitor, StopToken)).Select(reason => MonitorFinding.ForRejected(monitor, reason)));
        }

        _isValid &= findings.TrueForAll(finding => finding.Status != Finding.Failed);
        if (!Quiet)
        {
            WriteObject(findings.Count > 0 ? findings : [MonitorFinding.ForValid(monitor, Offline)], enumerateCollection: true);
        }
    }
}
