using System.Globalization;
using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Datadog.Queries;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Datadog;

/// <summary>Lists events of Datadog's stream.</summary>
[Cmdlet(VerbsCommon.Get, "DatadogEvent")]
[OutputType(typeof(DatadogEventEntry))]
public sealed class GetDatadogEventCommand : QueryCmdlet
{
    /// <summary>Only events that have these tags, all of them.</summary>
    [Parameter(Position = 0)]
    public string[] Tag { get; set; } = [];

    /// <summary>Only events of these kinds of senders: chef, puppet, my_apps.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SourceName { get; set; } = [];

    /// <summary>Only events of this priority.</summary>
    [Parameter]
    [ValidateSet(DatadogEventPriority.Normal, DatadogEventPriority.Low)]
    public string? Priority { get; set; }

    /// <summary>Only events that are as bad as this.</summary>
    [Parameter]
    [ValidateSet(DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error)]
    public string? AlertType { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        QueryTime time = Span();
        var filter = new EventFilter
        {
            Tags = [.. ObjectReader.ParseTags(Tag)],
            Sources = SourceName,
            Priority = Priority?.ToLowerInvariant(),
        };
        int read = 0;
        foreach (DatadogEventEntry entry in Enumerate(new DatadogReader(Api).ListEventsAsync(time, filter, StopToken)))
        {
            read++;
            // The API does not filter by it.
            if (AlertType is null || AlertType.Equals(entry.AlertType, StringComparison.OrdinalIgnoreCase))
            {
                WriteObject(entry);
            }
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {read} events from {time.From:u} to {time.To:u} in {Api.Requests} requests."));
    });
}
