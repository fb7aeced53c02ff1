using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Queries;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Datadog;

/// <summary>Gets events from Datadog.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogEvent")]
[OutputType(typeof(DatadogEventEntry))]
public sealed class GetDatadogEventCommand : DatadogApiCmdlet
{
    /// <summary>Only events with all of these tags.</summary>
    [Parameter(Position = 0)]
    public string[] Tag { get; set; } = [];

    /// <summary>Only events from one of these sources: chef, puppet, my_apps.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SourceName { get; set; } = [];

    /// <summary>Only events of this priority.</summary>
    [Parameter]
    [ValidateSet(DatadogEventPriority.Normal, DatadogEventPriority.Low)]
    public string? Priority { get; set; }

    /// <summary>Only events of this alert type.</summary>
    [Parameter]
    [ValidateSet(DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error)]
    public string? AlertType { get; set; }

    /// <summary>Start of the period. Defaults to -LastSec before its end.</summary>
    [Parameter]
    public DateTimeOffset From { get; set; }

    /// <summary>End of the period. Defaults to now.</summary>
    [Parameter]
    public DateTimeOffset To { get; set; }

    /// <summary>Length of the period in seconds, if -From is not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int LastSec { get; set; } = 3600;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        QueryTime time = QueryTime.Of(From, To, LastSec, TimeProvider.System);
        var filter = new EventFilter { Tags = [.. ObjectReader.ParseTags(Tag)], Sources = SourceName, Priority = Priority?.ToLowerInvariant() };
        int read = 0;
        foreach (DatadogEventEntry entry in Enumerate(new DatadogReader(Api).ListEventsAsync(time, filter, StopToken)))
        {
            read++;
            // The API cannot filter by alert type.
            if (AlertType is null || AlertType.Equals(entry.AlertType, StringComparison.OrdinalIgnoreCase))
            {
                WriteObject(entry);
            }
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {read} events from {time.From:u} to {time.To:u} in {Api.Requests} requests."));
    });
}
