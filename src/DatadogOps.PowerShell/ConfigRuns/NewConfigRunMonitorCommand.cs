using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Creates definitions of monitors of configuration runs. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunMonitor")]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewConfigRunMonitorCommand : DatadogOpsCmdlet
{
    /// <summary>What to alert on: Failed (a run failed), Silent (a host has no runs), Slow (runs take long).</summary>
    [Parameter(Position = 0)]
    [ValidateSet("Failed", "Silent", "Slow")]
    public string[] Alert { get; set; } = ["Failed", "Silent"];

    /// <summary>Seconds between two runs of a host; an alert on a failed run ends that long after the last failure.</summary>
    [Parameter]
    [ValidateRange(60, 86400)]
    public int RunIntervalSec { get; set; } = 1800;

    /// <summary>Seconds without a run after which a host is silent. Defaults to four times the time between two runs.</summary>
    [Parameter]
    [ValidateRange(600, 86400)]
    public int NoDataSec { get; set; }

    /// <summary>Duration in seconds at which a run is slow.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int SlowSec { get; set; } = 900;

    /// <summary>Duration in seconds at which to warn. Defaults to two thirds of -SlowSec.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int WarningSec { get; set; }

    /// <summary>Only runs with all of these tags: env:prod.</summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Handles to notify: slack-dba, pagerduty-Database, dba@example.com.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Notify { get; set; } = [];

    /// <summary>Tags of the monitors themselves.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Priority, 1 (high) to 5 (low).</summary>
    [Parameter]
    [ValidateRange(1, 5)]
    public int PriorityLevel { get; set; }

    /// <summary>Prefix of the stable names by which the published monitors are found again. Defaults to one made of the area and the filter.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => MonitorOutput.Write(this, Build());

    private IEnumerable<DatadogMonitor> Build()
    {
        MonitorOptions options = MonitorOutput.Options(Filter, Notify, Tag, PriorityLevel, Slug);
        foreach (string alert in Alert.Select(name => name.ToUpperInvariant()).Distinct())
        {
            yield return alert switch
            {
                "FAILED" => ConfigRunMonitors.Failed(options, RunIntervalSec),
                "SILENT" => ConfigRunMonitors.Silent(options, NoDataSec == 0 ? Math.Clamp(RunIntervalSec * 4, 600, 86400) : NoDataSec),
                _ => ConfigRunMonitors.Slow(options, SlowSec, WarningSec == 0 ? Math.Round(SlowSec * 2.0 / 3) : WarningSec, Math.Max(300, RunIntervalSec)),
            };
        }
    }
}
