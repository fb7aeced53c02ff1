using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.Datadog.Definitions;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Postgres.Monitoring;

namespace DatadogOps.Commands.Postgres;

/// <summary>Makes definitions of monitors of PostgreSQL connections. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "PgConnectionMonitor")]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewPgConnectionMonitorCommand : AreaMonitorCmdlet
{
    // Between a limit and its warning, and between each and its end.
    private const double WarningDistance = 0.1;
    private const double RecoveryDistance = 0.05;

    /// <summary>What to alert on: Usage (how full a server is), Change (its connections grow fast), Idle (an application holds too many).</summary>
    [Parameter(Position = 0)]
    [ValidateSet("Usage", "Change", "Idle")]
    public string[] Alert { get; set; } = ["Usage"];

    /// <summary>Share of the connections at which to alert, 0 to 1.</summary>
    [Parameter]
    [ValidateRange(0.01, 1.0)]
    public double Critical { get; set; } = PgConnectionMonitors.DefaultCritical;

    /// <summary>Share at which to warn; 0.1 below the alert unless given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? Warning { get; set; }

    /// <summary>Share below which an alert ends; 0.05 below it unless given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? CriticalRecovery { get; set; }

    /// <summary>Share below which a warning ends; 0.05 below it unless given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? WarningRecovery { get; set; }

    /// <summary>Growth of a server's connections at which to alert, in percent.</summary>
    [Parameter]
    [ValidateRange(1.0, 100000.0)]
    public double ChangePercent { get; set; } = 50;

    /// <summary>Minutes ago that the growth is measured against.</summary>
    [Parameter]
    [ValidateSet("5", "10", "15", "30", "60", "120", "240", "1440")]
    public int AgainstMinutes { get; set; } = 30;

    /// <summary>States that count as idle.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PgStateCompleter))]
    public string[] State { get; set; } = ["idle"];

    /// <summary>Sessions that one application may hold in such a state.</summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int MaxIdle { get; set; } = 20;

    /// <summary>Minutes that the query looks back; 5, and 15 for Idle, unless given.</summary>
    [Parameter]
    [ValidateRange(1, 1440)]
    public int WindowMinutes { get; set; }

    /// <summary>Who sends the metrics: this Module, or the Agent's postgres check.</summary>
    [Parameter]
    [ValidateSet("Module", "Agent")]
    public string MetricSource { get; set; } = "Module";

    /// <inheritdoc/>
    private protected override IEnumerable<DatadogMonitor> Build()
    {
        var options = new PgMonitorOptions
        {
            Source = Enum.Parse<PgMetricSource>(MetricSource, ignoreCase: true),
            Filter = [.. ObjectReader.ParseTags(Filter)],
            Notify = Notify,
            Tags = ObjectReader.ParseTags(Tag),
            Priority = PriorityLevel == 0 ? null : PriorityLevel,
            Slug = Slug is null ? null : ManagedMarker.CheckSlug(Slug),
        };
        foreach (string alert in Alert.Select(name => name.ToUpperInvariant()).Distinct())
        {
            switch (alert)
            {
                case "USAGE":
                    double? warning = Warning ?? Below(Critical, WarningDistance);
                    yield return PgConnectionMonitors.Usage(
                        options, Critical, warning, CriticalRecovery ?? Below(Critical, RecoveryDistance), WarningRecovery ?? Below(warning, RecoveryDistance), Window(5));
                    break;
                case "CHANGE":
                    yield return PgConnectionMonitors.Change(options, ChangePercent, Window(5), AgainstMinutes);
                    break;
                default:
                    foreach (string state in State)
                    {
                        yield return PgConnectionMonitors.Idle(options, state, MaxIdle, Window(15));
                    }

                    break;
            }
        }
    }

    private int Window(int usual) => WindowMinutes == 0 ? usual : WindowMinutes;

    // Rounded, since 0.85 - 0.05 is not 0.8 in binary; none where it would be nothing.
    private static double? Below(double? limit, double distance) => limit - distance is { } below && below > 0 ? Math.Round(below, 4) : null;
}
