using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Datadog's rules for a service check, whichever way it travels. Sources: the API's reference of <c>POST /api/v1/check_run</c>,
/// and the protocol of DogStatsD (docs.datadoghq.com/developers/dogstatsd/datagram_shell).
/// </summary>
public static class ServiceCheckRules
{
    /// <summary>Why the check cannot be delivered, or null when it can. Its age is another matter: see the transports.</summary>
    public static OperationException? Check(DatadogServiceCheck item)
    {
        if (string.IsNullOrWhiteSpace(item.Name))
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckNameInvalid,
                item,
                "A service check without a name was refused.",
                "Give a name such as 'postgres.can_connect'.");
        }

        if (MetricText.IsLongerThan(item.Name, MetricRules.MaxNameLength))
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckNameInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The service check {Quote(item)} was refused: its name is {item.Name.Length} characters long and Datadog takes {MetricRules.MaxNameLength}."),
                "Shorten the name, and move what varies in it into tags.");
        }

        if (DatadogServiceCheckStatus.CodeOf(item.Status) < 0)
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckStatusInvalid,
                item,
                $"The service check {Quote(item)} was refused: there is no status {MetricRules.Quote(item.Status)}.",
                "Use Ok, Warning, Critical or Unknown.");
        }

        if (item.Timestamp is { } time && time.ToUnixTimeSeconds() <= 0)
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckTooOld,
                item,
                $"The service check {Quote(item)} was refused: its time lies before 1970.",
                "Give the time of the check, or none for now.");
        }

        return MetricRules.TooLongTag(item.Tags, item.HostName) is { } reason
            ? Refuse(TelemetryErrorIds.ServiceCheckTagInvalid, item, $"The service check {Quote(item)} was refused: {reason}.", "Shorten it, or remove it.")
            : null;
    }

    /// <summary>A refusal in the words of all of them.</summary>
    internal static OperationException Refuse(string id, DatadogServiceCheck item, string message, string advice) =>
        new(id, OperationErrorKind.InvalidInput, item.Name ?? "", message, advice);

    /// <summary>A check's name for a message: in quotes, on one line, and not too long.</summary>
    internal static string Quote(DatadogServiceCheck item) => MetricRules.Quote(item.Name);
}
