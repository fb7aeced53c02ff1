using System.Text.Json;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>Service checks: bodies of <c>POST /api/v1/check_run</c>.</summary>
internal sealed class ServiceCheckLane(TagSet constantTags, string? defaultHost)
    : PayloadLane<DatadogServiceCheck>(PayloadFormat.ServiceChecks, constantTags, defaultHost)
{
    /// <inheritdoc/>
    protected override OperationException? CheckItem(DatadogServiceCheck check) => ServiceCheckRules.Check(check);

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(DatadogServiceCheck check) => check.Timestamp;

    /// <inheritdoc/>
    protected override string NameOf(DatadogServiceCheck check) => check.Name;

    /// <inheritdoc/>
    protected override void Write(DatadogServiceCheck check, DateTimeOffset time)
    {
        Utf8JsonWriter json = BeginItem();
        json.WriteString("check"u8, check.Name);

        // The API requires a host name; an empty one means none.
        json.WriteString("host_name"u8, HostOf(check.HostName) ?? "");
        json.WriteNumber("status"u8, DatadogServiceCheckStatus.CodeOf(check.Status));
        json.WriteNumber("timestamp"u8, time.ToUnixTimeSeconds());
        WriteIfAny("message"u8, check.Message);
        if (ConstantTags + check.Tags.Count == 0)
        {
            json.WriteStartArray("tags"u8);
            json.WriteEndArray();
        }

        WriteTags(check.Tags);
        EndItem();
    }
}
