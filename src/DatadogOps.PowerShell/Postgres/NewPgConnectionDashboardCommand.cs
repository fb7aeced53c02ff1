using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Postgres.Monitoring;

namespace DatadogOps.Commands.Postgres;

/// <summary>Creates the definition of a dashboard of PostgreSQL connections. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "PgConnectionDashboard")]
[OutputType(typeof(DatadogDashboard))]
public sealed class NewPgConnectionDashboardCommand : DatadogOpsCmdlet
{
    private const double WarningDistance = 0.1;

    /// <summary>Title.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "PostgreSQL connections";

    /// <summary>Share of the connections that is marked as the limit, 0 to 1.</summary>
    [Parameter]
    [ValidateRange(0.01, 1.0)]
    public double Critical { get; set; } = PgConnectionMonitors.DefaultCritical;

    /// <summary>Share that is marked as the warning threshold. Defaults to 0.1 below the limit.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? Warning { get; set; }

    /// <summary>Who sends the metrics: this Module, or the Agent's postgres check.</summary>
    [Parameter]
    [ValidateSet("Module", "Agent")]
    public string MetricSource { get; set; } = "Module";

    /// <summary>Only servers with all of these tags: env:prod.</summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Stable name by which the published dashboard is found again. Defaults to one made of the title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            double warning = Warning ?? Math.Round(Critical - WarningDistance, 4);
            WriteObject(PgConnectionDashboard.Create(
                Title,
                Slug,
                MetricSource,
                [.. ObjectReader.ParseTags(Filter)],
                Critical,
                warning > 0 && warning < Critical ? warning : null));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
