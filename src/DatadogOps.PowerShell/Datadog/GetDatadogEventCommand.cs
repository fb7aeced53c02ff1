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
    public DatadogEventPriority Priority
    {
        get => (DatadogEventPriority)_priority;
        set => _priority = (int)value;
    }

    /// <summary>Only events that are as bad as this.</summary>
    [Parameter]
    public DatadogAlertType AlertType
    {
        get => (DatadogAlertType)_alertType;
        set => _alertType = (int)value;
    }

    // Numbers, since fields of types from the core library would load that library on import.
    private int _priority;
    private int _alertType;

    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(() =>
    {
        QueryTime time = Span();
        var filter = new EventFilter
        {
            Tags = [.. ObjectReader.ParseTags(Tag)],
            Sources = SourceName,
            Priority = MyInvocation.BoundParameters.ContainsKey(nameof(Priority)) ? Priority.ToString().ToLowerInvariant() : null,
        };
        // The API does not filter by it.
        string? alertType = MyInvocation.BoundParameters.ContainsKey(nameof(AlertType)) ? AlertType.ToString() : null;
        int read = 0;
        foreach (DatadogEventEntry entry in Enumerate(new DatadogReader(Api).ListEventsAsync(time, filter, StopToken)))
        {
            read++;
            if (alertType is null || alertType.Equals(entry.AlertType, StringComparison.OrdinalIgnoreCase))
            {
                WriteObject(entry);
            }
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture, $"{Api.Site}: {read} events from {time.From:u} to {time.To:u} in {Api.Requests} requests."));
    });
}
