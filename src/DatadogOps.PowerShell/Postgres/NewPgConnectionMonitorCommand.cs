using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.Datadog.Monitors;
using DatadogOps.Postgres.Monitoring;

namespace DatadogOps.Commands.Postgres;

/// <summary>Creates definitions of monitors of PostgreSQL connections. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "PgConnectionMonitor")]
[OutputType(typeof(DatadogMonitor))]
public sealed class NewPgConnectionMonitorCommand : DatadogOpsCmdlet
{
    // Between a limit and its warning, and between each of them and its recovery.
    private const double WarningDistance = 0.1;
    private const double RecoveryDistance = 0.05;

    /// <summary>What to alert on: Usage (a server runs out of connections), Change (its connections grow fast), Idle (an application holds too many idle sessions).</summary>
    [Parameter(Position = 0)]
    [ValidateSet("Usage", "Change", "Idle")]
    public string[] Alert { get; set; } = ["Usage"];

    /// <summary>Share of the connections at which to alert, 0 to 1.</summary>
    [Parameter]
    [ValidateRange(0.01, 1.0)]
    public double Critical { get; set; } = PgConnectionMonitors.DefaultCritical;

    /// <summary>Share at which to warn. Defaults to 0.1 below the alert.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? Warning { get; set; }

    /// <summary>Share at which an alert ends. Defaults to 0.05 below its limit.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? CriticalRecovery { get; set; }

    /// <summary>Share at which a warning ends. Defaults to 0.05 below its limit.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? WarningRecovery { get; set; }

    /// <summary>Growth of a server's connections at which to alert, in percent.</summary>
    [Parameter]
    [ValidateRange(1.0, 100000.0)]
    public double ChangePercent { get; set; } = 50;

    /// <summary>How many seconds ago the number of connections is compared with.</summary>
    [Parameter]
    [ValidateSet("300", "600", "900", "1800", "3600", "7200", "14400", "86400")]
    public int AgainstSec { get; set; } = 1800;

    /// <summary>States that count as idle.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PgStateCompleter))]
    public string[] State { get; set; } = ["idle"];

    /// <summary>Number of sessions in such a state that one application may hold.</summary>
    [Parameter]
    [ValidateRange(1, 1000000)]
    public int MaxIdle { get; set; } = 20;

    /// <summary>Length of the query's window in seconds; rounded up to whole minutes. Defaults to 300, and 900 for Idle.</summary>
    [Parameter]
    [ValidateRange(60, 86400)]
    public int WindowSec { get; set; }

    /// <summary>Who sends the metrics: this Module, or the Agent's postgres check.</summary>
    [Parameter]
    [ValidateSet("Module", "Agent")]
    public string MetricSource { get; set; } = "Module";

    /// <summary>Only servers with all of these tags: env:prod.</summary>
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
            switch (alert)
            {
                case "USAGE":
                    double? warning = Warning ?? Below(Critical, WarningDistance);
                    yield return PgConnectionMonitors.Usage(
                        options, MetricSource, Critical, warning, CriticalRecovery ?? Below(Critical, RecoveryDistance), WarningRecovery ?? Below(warning, RecoveryDistance), Window(300));
                    break;
                case "CHANGE":
                    yield return PgConnectionMonitors.Change(options, MetricSource, ChangePercent, Window(300), AgainstSec);
                    break;
                default:
                    foreach (string state in State)
                    {
                        yield return PgConnectionMonitors.Idle(options, MetricSource, state, MaxIdle, Window(900));
                    }

                    break;
            }
        }
    }

    private int Window(int usual) => WindowSec == 0 ? usual : WindowSec;

    // Rounded, because 0.85 - 0.05 is not exactly 0.8; none if it would be 0 or less.
    private static double? Below(double? limit, double distance) => limit - distance is { } below && below > 0 ? Math.Round(below, 4) : null;
}
