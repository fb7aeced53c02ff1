using System.Globalization;
using System.Text;
using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Log entries: bodies of <c>POST /api/v2/logs</c>.</summary>
internal sealed class LogLane(TagSet constantTags, string? defaultHost) : PayloadLane<DatadogLog>(PayloadFormat.Logs, constantTags, defaultHost)
{
    /// <inheritdoc/>
    public override OperationException TooLarge(DatadogLog entry) => Refuse(
        entry,
        Format.Ids.TooLarge,
        string.Create(CultureInfo.InvariantCulture, $"it is longer than {Format.MaxItemLength} bytes, where Datadog truncates entries"),
        "Split it into several entries.");

    /// <inheritdoc/>
    protected override OperationException? CheckItem(DatadogLog entry) =>
        string.IsNullOrEmpty(entry.Message)
            ? new OperationException(
                TelemetryErrorIds.LogMessageMissing, OperationErrorKind.InvalidInput, "", "A log entry without a message was refused.", "Filter out such entries.")
            : entry.Message.Length > Format.MaxItemLength / 3 && Encoding.UTF8.GetByteCount(entry.Message) > Format.MaxItemLength ? TooLarge(entry)
            : CheckTags(entry, entry.Tags, entry.HostName);

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(DatadogLog entry) => entry.Timestamp;

    /// <inheritdoc/>
    protected override string NameOf(DatadogLog entry) => entry.Message;

    /// <inheritdoc/>
    protected override void Write(DatadogLog entry, DateTimeOffset time)
    {
        Utf8JsonWriter json = BeginItem();
        json.WriteString("message"u8, entry.Message);
        json.WriteString("timestamp"u8, Iso(time));
        WriteIfAny("status"u8, entry.Status);
        WriteIfAny("ddsource"u8, entry.Source);
        WriteIfAny("service"u8, entry.Service);
        WriteIfAny("hostname"u8, HostOf(entry.HostName));
        WriteIfAny("ddtags"u8, string.Join(',', TagsOf(entry.Tags)));
        EndItem();
    }
}
