using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.ConfigRuns.Monitoring;
using DatadogOps.Datadog.Dashboards;
using DatadogOps.Datadog.Definitions;

namespace DatadogOps.Commands.ConfigRuns;

/// <summary>Creates the definition of a dashboard of configuration runs. Publishes nothing.</summary>
[Cmdlet(VerbsCommon.New, "ConfigRunDashboard")]
[OutputType(typeof(DatadogDashboard))]
public sealed class NewConfigRunDashboardCommand : DatadogOpsCmdlet
{
    /// <summary>Title.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Configuration runs";

    /// <summary>Duration in seconds that is marked as slow. Defaults to no mark.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int SlowSec { get; set; }

    /// <summary>Only runs with all of these tags: env:prod, tool:puppet.</summary>
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
            string slug = Slug is null ? ManagedMarker.MakeSlug(Title) : ManagedMarker.CheckSlug(Slug);
            WriteObject(ConfigRunDashboard.Create(Title, slug, [.. ObjectReader.ParseTags(Filter)], SlowSec == 0 ? null : SlowSec));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }
}
