using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Makes definitions of monitors of configuration runs. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunMonitor")]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewConfigRunMonitorCommand : AreaMonitorCmdlet
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

    /// <inheritdoc/>
    private protected override IEnumerable<DatadogMonitor> Build()
    {
        var options = new ConfigRunMonitorOptions
        {
            Filter = [.. ObjectReader.ParseTags(Filter)],
            Notify = Notify,
            Tags = ObjectReader.ParseTags(Tag),
            Priority = PriorityLevel == 0 ? null : PriorityLevel,
            Slug = Slug is null ? null : ManagedMarker.CheckSlug(Slug),
        };
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
