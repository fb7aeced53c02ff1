using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Makes definitions of monitors of configuration runs. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunMonitor")]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewConfigRunMonitorCommand : DatadogOpsCmdlet
{
    /// <summary>What to alert on: Failed (a run failed), Silent (no run was told of), Slow (runs take long).</summary>
    [Parameter(Position = 0)]
    [ValidateSet("Failed", "Silent", "Slow")]
    public string[] Alert { get; set; } = ["Failed", "Silent"];

    /// <summary>Minutes between two runs of a host; an alert of a failed run ends that long after the last failure.</summary>
    [Parameter]
    [ValidateRange(1, 1440)]
    public int RunIntervalMinutes { get; set; } = 30;

    /// <summary>Minutes without a run after which a host is silent; four times the time between two runs unless given.</summary>
    [Parameter]
    [ValidateRange(10, 1440)]
    public int SilentMinutes { get; set; }

    /// <summary>Seconds at which a run is slow.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int SlowSec { get; set; } = 900;

    /// <summary>Seconds at which to warn; two thirds of that unless given.</summary>
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
                "FAILED" => ConfigRunMonitors.Failed(options, RunIntervalMinutes),
                "SILENT" => ConfigRunMonitors.Silent(options, SilentMinutes == 0 ? Math.Clamp(RunIntervalMinutes * 4, 10, 1440) : SilentMinutes),
                _ => ConfigRunMonitors.Slow(options, SlowSec, WarningSec == 0 ? Math.Round(SlowSec * 2.0 / 3) : WarningSec, Math.Max(5, RunIntervalMinutes)),
            };
        }
    }
}
