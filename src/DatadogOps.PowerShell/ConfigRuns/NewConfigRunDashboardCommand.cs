using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Makes the definition of a dashboard of configuration runs. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunDashboard")]
[OutputType(typeof(DatadogDashboard))]
public sealed class NewConfigRunDashboardCommand : DatadogOpsCmdlet
{
    /// <summary>Title.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Configuration runs";

    /// <summary>Seconds that are marked as slow; no mark unless given.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int SlowSec { get; set; }

    /// <summary>Tags of the runs that are meant, all of them: env:prod, tool:puppet.</summary>
    [Parameter]
    public string[] Filter { get; set; } = [];

    /// <summary>Lasting name by which the published dashboard is found again; made of the title unless given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Slug { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string slug = Slug is null ? ManagedMarker.MakeSlug(Title) : ManagedMarker.CheckSlug(Slug);
            WriteObject(ConfigRunDashboard.Create(Title, slug, [.. ObjectReader.ParseTags(Filter)], SlowSec == 0 ? null : SlowSec));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
