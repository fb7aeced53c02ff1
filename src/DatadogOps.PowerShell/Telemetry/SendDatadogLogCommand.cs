using System.Management.Automation;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Delivers entries of logs to Datadog by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogLog", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogLogCommand : TelemetrySendCmdlet
{
    /// <summary>Lines of text, or objects with the property Message, and optionally Status, Source, Service, Tags, HostName and Timestamp.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>What the entry says.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string Message { get; set; } = "";

    /// <summary>Level in Datadog's terms, for entries that name none: info, warn, error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Level { get; set; }

    /// <summary>What wrote it, for entries that do not say, which chooses Datadog's pipeline: nginx, postgresql.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogSource { get; set; }

    /// <summary>Name of the application or service, for entries that do not say.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Service { get; set; }

    /// <summary>Host that it comes from; with several, each gets the entry.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>When; now, unless said otherwise. At most 18 hours ago.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DateTimeOffset Timestamp { get; set; }

    /// <inheritdoc/>
    private protected override string What => "log entries";

    /// <inheritdoc/>
    private protected override object Subject => ParameterSetName == ValueSet ? Message : InputObject;

    /// <inheritdoc/>
    private protected override ValueTask<OperationException?> Add(TelemetrySender sender, object item) => sender.AddAsync((DatadogLog)item, StopToken);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (ParameterSetName == ValueSet)
        {
            foreach (string? host in HostName ?? [null!])
            {
                Send(Complete(new DatadogLog { Message = Message, HostName = host, Timestamp = Timestamp == default ? null : Timestamp }));
            }
        }
        else if (InputObject.BaseObject is DatadogLog known)
        {
            Send(Complete(known));
        }
        else if (InputObject.BaseObject is string line)
        {
            // Get-Content gives empty lines too, which say nothing.
            if (!string.IsNullOrWhiteSpace(line))
            {
                Send(Complete(new DatadogLog { Message = line }));
            }
        }
        else
        {
            Send(Complete(Read(new TelemetryReader(InputObject))));
        }
    }

    private static DatadogLog Read(TelemetryReader item) => new()
    {
        Message = item.Text(nameof(DatadogLog.Message)) ?? throw item.Unknown("log entry", "has no Message", "Make lines of such objects first, with ConvertTo-Json -Compress."),
        Status = item.Text(nameof(DatadogLog.Status)),
        Source = item.Text(nameof(DatadogLog.Source)),
        Service = item.Text(nameof(DatadogLog.Service)),
        HostName = item.Text(nameof(DatadogLog.HostName)),
        Timestamp = item.Time(nameof(DatadogLog.Timestamp)),
        Tags = item.Tags(),
    };

    private DatadogLog Complete(DatadogLog entry) => Level is null && LogSource is null && Service is null ? entry : entry with
    {
        Status = entry.Status ?? Level,
        Source = entry.Source ?? LogSource,
        Service = entry.Service ?? Service,
    };
}
