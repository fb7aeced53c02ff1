using System.Management.Automation;
using DatadogOps.Commands.Common;
using DatadogOps.Common;
using DatadogOps.Telemetry.Delivery;
using DatadogOps.Telemetry.Delivery.Spool;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Commands.Telemetry;

/// <summary>Sends log entries to Datadog by the HTTP API.</summary>
[Cmdlet(VerbsCommunications.Send, "DatadogLog", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(DatadogSendResult))]
public sealed class SendDatadogLogCommand : DatadogApiCmdlet
{
    private const string ObjectSet = "Object";
    private const string ValueSet = "Value";

    private SendSession? _session;

    /// <summary>Lines of text, or objects with the property Message, and optionally Status, Source, Service, Tags, HostName and Timestamp.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [AllowEmptyString]
    public PSObject InputObject { get; set; } = null!;

    /// <summary>The message of the entry.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public string Message { get; set; } = "";

    /// <summary>Level for entries without one, in Datadog's terms: info, warn, error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Level { get; set; }

    /// <summary>Source for entries without one, which selects Datadog's log pipeline: nginx, postgresql.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogSource { get; set; }

    /// <summary>Application or service for entries without one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Service { get; set; }

    /// <summary>Host of the entry. With several, the entry is sent for each.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Alias("ComputerName", "Server")]
    [ValidateNotNullOrEmpty]
    public string[]? HostName { get; set; }

    /// <summary>Time of the entry, at most 18 hours ago. Defaults to now.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public DateTimeOffset Timestamp { get; set; }

    /// <summary>Tags for everything that is sent, in addition to those of the context.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>Drops what cannot be delivered, with an error, instead of spooling it.</summary>
    [Parameter]
    public SwitchParameter NoSpool { get; set; }

    /// <summary>Folder of the spool. Defaults to the context's, then DATADOGOPS_SPOOL, then a folder of this user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SpoolPath { get; set; }

    /// <summary>Maximum size of the spool in megabytes. Defaults to the context's, then 100.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int MaxSpoolMegabytes { get; set; } = SpoolOptions.DefaultMaxMegabytes;

    /// <summary>Returns one object with the numbers of accepted, spooled and dropped items.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _session = new SendSession(this, SendSettings.Of(
                this, "log entries", ResolveContext(), Tag, TimeoutSec, NoSpool, SpoolPath, IsBound(nameof(MaxSpoolMegabytes)) ? MaxSpoolMegabytes : null));
        }
        catch (OperationException error)
        {
            ThrowTerminatingError(ToErrorRecord(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            foreach (DatadogLog entry in ReadEntries())
            {
                _session!.Send(Level is null && LogSource is null && Service is null ? entry : entry with
                {
                    Status = entry.Status ?? Level,
                    Source = entry.Source ?? LogSource,
                    Service = entry.Service ?? Service,
                });
            }
        }
        catch (OperationException error)
        {
            WriteError(ObjectReader.ToRecord(error, ParameterSetName == ValueSet ? Message : InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _session!.Complete(PassThru);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _session?.Dispose();
        base.Dispose(disposing);
    }

    private IEnumerable<DatadogLog> ReadEntries() => ParameterSetName == ValueSet
        ? (HostName ?? [null!]).Select(host => new DatadogLog { Message = Message, HostName = host, Timestamp = Timestamp == default ? null : Timestamp })
        : InputObject.BaseObject switch
        {
            DatadogLog known => [known],

            // Get-Content also returns empty lines.
            string line => string.IsNullOrWhiteSpace(line) ? [] : [new DatadogLog { Message = line }],
            _ => [Read(new TelemetryReader(InputObject))],
        };

    private static DatadogLog Read(TelemetryReader item) => new()
    {
        Message = item.Text(nameof(DatadogLog.Message)) ?? throw item.Unknown("log entry", "has no Message", "Convert such objects to text first, with ConvertTo-Json -Compress."),
        Status = item.Text(nameof(DatadogLog.Status)),
        Source = item.Text(nameof(DatadogLog.Source)),
        Service = item.Text(nameof(DatadogLog.Service)),
        HostName = item.Text(nameof(DatadogLog.HostName)),
        Timestamp = item.Time(nameof(DatadogLog.Timestamp)),
        Tags = item.Tags(),
    };
}
