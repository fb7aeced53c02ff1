using System.Management.Automation;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Delivers the state of services, as checks saw them, to Datadog: by DogStatsD to an Agent nearby, or by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogServiceCheck", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogServiceCheckCommand : TelemetrySendCmdlet
{
    /// <summary>Service checks, the module's own objects, or any objects with the properties Name and Status, and optionally Message, Tags, HostName and Timestamp.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>Name of the check.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What it found.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ValueSet)]
    [ValidateSet(DatadogServiceCheckStatus.Ok, DatadogServiceCheckStatus.Warning, DatadogServiceCheckStatus.Critical, DatadogServiceCheckStatus.Unknown)]
    public string Status { get; set; } = "";

    /// <summary>Why the state is what it is.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public string? Message { get; set; }

    /// <summary>Host that was checked; with several, each gets the state.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>When; now, unless said otherwise. At most 10 minutes ago.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DateTimeOffset Timestamp { get; set; }

    /// <inheritdoc/>
    private protected override string What => "service checks";

    /// <inheritdoc/>
    private protected override object Subject => ParameterSetName == ValueSet ? Name : InputObject;

    /// <inheritdoc/>
    private protected override void ProcessInput(SendSession session)
    {
        if (ParameterSetName == ValueSet)
        {
            SendValue(session);
        }
        else
        {
            foreach (DatadogServiceCheck check in TelemetryReader.Items(InputObject, static source => source.GetServiceChecks(), Read))
            {
                session.Send(check);
            }
        }
    }

    private static DatadogServiceCheck Read(TelemetryReader item) =>
        item.Text(nameof(DatadogServiceCheck.Name)) is { } name && item.Choice(nameof(DatadogServiceCheck.Status), DatadogServiceCheckStatus.All) is { } status
            ? new DatadogServiceCheck
            {
                Name = name,
                Status = status,
                Message = item.Text(nameof(DatadogServiceCheck.Message)),
                HostName = item.Text(nameof(DatadogServiceCheck.HostName)),
                Timestamp = item.Time(nameof(DatadogServiceCheck.Timestamp)),
                Tags = item.Tags(),
            }
            : throw item.Unknown("service check", "has not both a Name and a Status", "Give it both; Status is Ok, Warning, Critical or Unknown.");

    private void SendValue(SendSession session)
    {
        var check = new DatadogServiceCheck
        {
            Name = Name,
            Status = Status,
            Message = Message,
            Timestamp = Timestamp == default ? null : Timestamp,
        };
        foreach (string? host in HostName ?? [null!])
        {
            session.Send(check with { HostName = host });
        }
    }
}
