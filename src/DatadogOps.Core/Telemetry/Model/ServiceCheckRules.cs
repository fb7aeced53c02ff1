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

        if (item.Status is < DatadogServiceCheckStatus.Ok or > DatadogServiceCheckStatus.Unknown)
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckStatusInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The service check {Quote(item)} was refused: {(int)item.Status} is no status."),
                "Use Ok (0), Warning (1), Critical (2) or Unknown (3).");
        }

        if (item.Timestamp is { } time && time.ToUnixTimeSeconds() <= 0)
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckTimeInvalid,
                item,
                $"The service check {Quote(item)} was refused: its time lies before 1970.",
                "Give the time of the check, or none for now.");
        }

        return MetricRules.TooLongTag(item.Tags, item.HostName) is { } tag
            ? Refuse(
                TelemetryErrorIds.MetricTagInvalid,
                item,
                $"The service check {Quote(item)} was refused: its tag or host name {MetricRules.Quote(tag)} is {tag.Length} characters long; Datadog takes {MetricRules.MaxTagLength} for a tag and {MetricRules.MaxHostLength} for a host.",
                "Shorten it, or leave it out.")
            : null;
    }

    /// <summary>A refusal in the words of all of them.</summary>
    internal static OperationException Refuse(string id, DatadogServiceCheck item, string message, string advice) =>
        new(id, OperationErrorKind.InvalidInput, item.Name ?? "", message, advice);

    /// <summary>A check's name for a message: in quotes, on one line, and not too long.</summary>
    internal static string Quote(DatadogServiceCheck item) => MetricRules.Quote(item.Name);
}
