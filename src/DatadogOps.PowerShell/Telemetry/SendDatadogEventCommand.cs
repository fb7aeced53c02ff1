using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using DatadogOps.Commands.Common;
using DatadogOps.Commands.Datadog;
using DatadogOps.Common;
using DatadogOps.Telemetry;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Delivers events to Datadog: by DogStatsD to an Agent nearby, or by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogEvent", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogEventCommand : TelemetrySendCmdlet
{
    /// <summary>Events, the module's own objects, or any objects with the property Title, and optionally Text, AlertType, Priority, AggregationKey, SourceTypeName, Tags, HostName and Timestamp; with EventCategory the properties that the category has.</summary>
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
    [ValidateSet(DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error)]
    public string AlertType { get; set; } = DatadogAlertType.Info;

    /// <summary>Whether it stands out.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateSet(DatadogEventPriority.Normal, DatadogEventPriority.Low)]
    public string Priority { get; set; } = DatadogEventPriority.Normal;

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

    /// <summary>Kind of Datadog's event management: Alert or Change; by the API only.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateSet(DatadogEventCategory.Alert, DatadogEventCategory.Change)]
    public string? Category { get; set; }

    /// <summary>How urgent an alert is: 1 (most) to 5.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateRange(1, 5)]
    public int PriorityLevel { get; set; }

    /// <summary>Page that says what to do about an alert.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public Uri? Runbook { get; set; }

    /// <summary>Name of what was changed; a change needs it.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string? ChangedResource { get; set; }

    /// <summary>What it is.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateSet(DatadogChangedResource.Configuration, DatadogChangedResource.FeatureFlag)]
    public string ChangedResourceType { get; set; } = DatadogChangedResource.Configuration;

    /// <summary>Who changed it.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <summary>What the author is.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateSet(DatadogChangeAuthor.User, DatadogChangeAuthor.System, DatadogChangeAuthor.Api, DatadogChangeAuthor.Automation)]
    public string AuthorType { get; set; } = DatadogChangeAuthor.User;

    /// <summary>Services that the change bears on.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string[] ImpactedService { get; set; } = [];

    /// <summary>What it was before the change: @{ pool = 20 }.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public Hashtable? PreviousValue { get; set; }

    /// <summary>What it is since: @{ pool = 40 }.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public Hashtable? NewValue { get; set; }

    /// <summary>Further values of an event with a category: @{ ticket = 'OPS-7' }.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public Hashtable? Attribute { get; set; }

    /// <inheritdoc/>
    private protected override string What => "events";

    /// <inheritdoc/>
    private protected override object Subject => ParameterSetName == ValueSet ? Title : InputObject;

    /// <inheritdoc/>
    private protected override void ProcessInput(SendSession session)
    {
        if (ParameterSetName == ValueSet)
        {
            SendValue(session);
        }
        else
        {
            foreach (DatadogEvent item in TelemetryReader.Items(InputObject, static source => source.GetEvents(), static item => ReadCategory(Read(item), item)))
            {
                session.Send(item);
            }
        }
    }

    private static DatadogEvent Read(TelemetryReader item) => new()
    {
        Title = item.Text(nameof(DatadogEvent.Title)) ?? throw item.Unknown("event", "has no Title", "Give it one: Select-Object @{ n = 'Title'; e = { ... } }."),
        Text = item.Text(nameof(DatadogEvent.Text)) ?? "",
        AlertType = item.Choice(nameof(DatadogEvent.AlertType), DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error) ?? DatadogAlertType.Info,
        Priority = item.Choice(nameof(DatadogEvent.Priority), DatadogEventPriority.Normal, DatadogEventPriority.Low) ?? DatadogEventPriority.Normal,
        AggregationKey = item.Text(nameof(DatadogEvent.AggregationKey)) ?? item.Text(nameof(AggregationId)),
        SourceTypeName = item.Text(nameof(DatadogEvent.SourceTypeName)),
        HostName = item.Text(nameof(DatadogEvent.HostName)),
        Timestamp = item.Time(nameof(DatadogEvent.Timestamp)),
        Tags = item.Tags(),
    };

    // Not Category: the log entries of Windows have such a property, and it means something else.
    private static DatadogEvent ReadCategory(DatadogEvent happened, TelemetryReader item) => item.Choice("EventCategory", DatadogEventCategory.Alert, DatadogEventCategory.Change, "None") switch
    {
        DatadogEventCategory.Alert => happened with
        {
            Category = DatadogEventCategory.Alert,
            PriorityLevel = item.Optional(nameof(PriorityLevel)) is { } level ? ObjectReader.ToCount(item.Item, nameof(PriorityLevel), level) : null,
            Attributes = Table(item.Optional("Attributes"), "attributes"),
        },
        DatadogEventCategory.Change => happened with
        {
            Category = DatadogEventCategory.Change,
            Attributes = Table(item.Optional("Attributes"), "attributes"),
            Change = new DatadogChange
            {
                Resource = item.Text(nameof(ChangedResource)) ?? "",
                ResourceType = item.Choice(nameof(ChangedResourceType), DatadogChangedResource.Configuration, DatadogChangedResource.FeatureFlag) ?? DatadogChangedResource.Configuration,
                Author = item.Text(nameof(Author)),
                AuthorType = item.Choice(nameof(AuthorType), DatadogChangeAuthor.User, DatadogChangeAuthor.System, DatadogChangeAuthor.Api, DatadogChangeAuthor.Automation) ?? DatadogChangeAuthor.User,
                PreviousValue = Table(item.Optional(nameof(PreviousValue)), "previous value"),
                NewValue = Table(item.Optional(nameof(NewValue)), "new value"),
            },
        },
        _ => happened,
    };

    private DatadogChange? ReadChange()
    {
        string? foreign = new[] { nameof(ChangedResourceType), nameof(Author), nameof(AuthorType), nameof(ImpactedService), nameof(PreviousValue), nameof(NewValue) }.FirstOrDefault(IsBound);
        return foreign is null && ChangedResource is null ? null : new DatadogChange
        {
            Resource = ChangedResource ?? "",
            ResourceType = ChangedResourceType,
            Author = Author,
            AuthorType = AuthorType,
            ImpactedServices = ImpactedService,
            PreviousValue = Table(PreviousValue, "previous value"),
            NewValue = Table(NewValue, "new value"),
        };
    }

    private static JsonObject? Table(object? table, string what)
    {
        try
        {
            return table is null ? null : JsonInput.ToObject(table, what);
        }
        catch (OperationException error)
        {
            throw new OperationException(TelemetryErrorIds.EventFieldInvalid, error.Kind, error.Target, error.Message, error.Advice, error);
        }
    }

    private void SendValue(SendSession session)
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
            Category = Category,
            PriorityLevel = PriorityLevel == 0 ? null : PriorityLevel,
            Runbook = Runbook,
            Change = ReadChange(),
            Attributes = Table(Attribute, "attributes"),
        };
        foreach (string? host in HostName ?? [null!])
        {
            session.Send(happened with { HostName = host });
        }
    }
}
