using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Statistics;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Looks across runs and hosts: how many failed and since when, how long they take, which hosts are silent.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "ConfigRun")]
[OutputType(typeof(ConfigRunStatistic))]
public sealed class MeasureConfigRunCommand : DatadogOpsCmdlet
{
    private ConfigRunMeasurement? _measurement;

    /// <summary>Reports of Get-ConfigRunReport, or their rows from a CSV file.</summary>
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
            _measurement!.Add(InputObject.BaseObject as ConfigRunReport ?? FromProperties(InputObject));
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

    private static ConfigRunReport FromProperties(PSObject item)
    {
        if (Text(item, "Tool") is not { } tool || Text(item, "Status") is not { } status || !ConfigRunStatus.IsKnown(status))
        {
            throw new OperationException(
                ConfigRunErrorIds.InputUnknown,
                OperationErrorKind.InvalidInput,
                item.BaseObject.GetType().Name,
                $"{ObjectReader.Describe(item)} is no report: it has no Tool, or no Status of a run.",
                "Give objects of Get-ConfigRunReport.");
        }

        return new ConfigRunReport
        {
            Tool = tool,
            Status = status,
            HostName = Text(item, "HostName"),
            Role = Text(item, "Role"),
            Environment = Text(item, "Environment"),
            StartTime = Value(item, "StartTime") is { } time ? ObjectReader.ToTime(item, "StartTime", time) : null,
            ElapsedSeconds = Value(item, "ElapsedSeconds") is { } seconds ? ObjectReader.ToNumber(item, "ElapsedSeconds", seconds) : null,
            Updated = Value(item, "Updated") is { } updated ? (int)ObjectReader.ToNumber(item, "Updated", updated) : null,
        };
    }

    private static object? Value(PSObject item, string property) =>
        ObjectReader.TryGet(item, property, out object? value) && !ObjectReader.IsNothing(value) ? value : null;

    private static string? Text(PSObject item, string property) => Value(item, property) is { } value ? ObjectReader.ToText(value) : null;
}
