using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Statistics;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Aggregates runs by host, tool, role or environment: failures and since when, durations, silent hosts.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ConfigRun")]
[OutputType(typeof(ConfigRunStatistic))]
public sealed class MeasureConfigRunCommand : DatadogOpsCmdlet
{
    private ConfigRunMeasurement? _measurement;

    /// <summary>Reports of Get-ConfigRunReport, or objects with their properties, such as rows of a CSV file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>What to group by.</summary>
    [Parameter(Position = 0)]
    [ValidateSet("HostName", "Tool", "Role", "Environment", "None")]
    public string[] GroupBy { get; set; } = ["HostName"];

    /// <summary>Seconds without a run after which a host counts as silent.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int IntervalSec { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _measurement = new ConfigRunMeasurement(GroupBy, IntervalSec == 0 ? null : TimeSpan.FromSeconds(IntervalSec), TimeProvider.System);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _measurement!.Add(ReportProperties.ToRun(InputObject));
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (ConfigRunStatistic statistic in _measurement!.Complete())
        {
            WriteObject(statistic);
        }
    }
}
