using System.Management.Automation;
using DatadogOps.Telemetry;

namespace DatadogOps.Commands;

/// <summary>Delivers events to Datadog: by DogStatsD to an Agent nearby, or by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogEvent", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogEventCommand : DogStatsDSendCmdlet
{
    // Kept as numbers: fields of types from the core library would load that library with this class, on import.
    private int _alertType;
    private int _priority;

    /// <summary>Events, the module's own objects, or any objects with the property Title, and optionally Text, AlertType, Priority, AggregationKey, SourceTypeName, Tags, HostName and Timestamp.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>One line that says what happened.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "";

    /// <summary>The story; at most 4000 characters.</summary>
    [Parameter(Position = 1, ParameterSetName = ValueSet)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>Has Datadog show the text as Markdown.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter Markdown { get; set; }

    /// <summary>How bad it is.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DatadogAlertType AlertType
    {
        get => (DatadogAlertType)_alertType;
        set => _alertType = (int)value;
    }

    /// <summary>Whether it stands out.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DatadogEventPriority Priority
    {
        get => (DatadogEventPriority)_priority;
        set => _priority = (int)value;
    }

    /// <summary>Events of one key are shown as one story; at most 100 characters.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string? AggregationId { get; set; }

    /// <summary>What kind of sender it is, as Datadog lists them.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string? SourceTypeName { get; set; }

    /// <summary>Host that it happened on; with several, each gets the event.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>When it happened; now, unless said otherwise. At most 18 hours ago.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DateTimeOffset Timestamp { get; set; }

    /// <inheritdoc/>
    private protected override string What => "events";

    /// <inheritdoc/>
    private protected override object Subject => ParameterSetName == ValueSet ? Title : InputObject;

    /// <inheritdoc/>
    private protected override ValueTask<OperationException?> Add(TelemetrySender sender, object item) => sender.AddAsync((DatadogEvent)item, StopToken);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (ParameterSetName == ValueSet)
        {
            SendValue();
        }
        else if (InputObject.BaseObject is DatadogEvent known)
        {
            Send(known);
        }
        else if (InputObject.BaseObject is ITelemetrySource source)
        {
            foreach (DatadogEvent one in source.GetEvents())
            {
                Send(one);
            }
        }
        else
        {
            Send(Read(new TelemetryReader(InputObject)));
        }
    }

    private static DatadogEvent Read(TelemetryReader item) => new()
    {
        Title = item.Text(nameof(DatadogEvent.Title)) ?? throw item.Unknown("event", "has no Title", "Give it one: Select-Object @{ n = 'Title'; e = { ... } }."),
        Text = item.Text(nameof(DatadogEvent.Text)) ?? "",
        AlertType = item.Choice(nameof(DatadogEvent.AlertType), DatadogAlertType.Info),
        Priority = item.Choice(nameof(DatadogEvent.Priority), DatadogEventPriority.Normal),
        AggregationKey = item.Text(nameof(DatadogEvent.AggregationKey)) ?? item.Text(nameof(AggregationId)),
        SourceTypeName = item.Text(nameof(DatadogEvent.SourceTypeName)),
        HostName = item.Text(nameof(DatadogEvent.HostName)),
        Timestamp = item.Time(nameof(DatadogEvent.Timestamp)),
        Tags = item.Tags(),
    };

    private void SendValue()
    {
        var happened = new DatadogEvent
        {
            Title = Title,
            Text = Text,
            IsMarkdown = Markdown,
            AlertType = AlertType,
            Priority = Priority,
            AggregationKey = AggregationId,
            SourceTypeName = SourceTypeName,
            Timestamp = Timestamp == default ? null : Timestamp,
        };
        foreach (string? host in HostName ?? [null!])
        {
            Send(happened with { HostName = host });
        }
    }
}
