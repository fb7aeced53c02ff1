using System.Globalization;
using System.Text;
using DatadogOps.Common;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.Telemetry.Delivery;

/// <summary>
/// What Datadog's API demands of events, service checks and logs beyond what holds for every transport (API reference of <c>/api/v1/events</c>, <c>/api/v1/check_run</c> and
/// <c>/api/v2/logs</c>). What breaks them would be refused or dropped on arrival, so it is refused here, by name.
/// </summary>
internal static class ApiRules
{
    public const int MaxTitleLength = 500;

    // Datadog cuts an entry beyond this without a word.
    public const int MaxLogLength = 1_000_000;

    public static OperationException? Check(DatadogEvent item, DateTimeOffset now) =>
        EventRules.Check(item)
        ?? (MetricText.IsLongerThan(item.Title, MaxTitleLength)
            ? EventRules.Refuse(
                TelemetryErrorIds.EventTitleInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {EventRules.Quote(item)} was refused: its title is {item.Title.Length} characters long and Datadog takes {MaxTitleLength}."),
                "Move what does not fit into the text.")
            : CheckTime(PayloadFormat.Event, "event", item.Title, item.Timestamp, now));

    public static OperationException? Check(DatadogServiceCheck item, DateTimeOffset now) =>
        ServiceCheckRules.Check(item) ?? CheckTime(PayloadFormat.ServiceChecks, "service check", item.Name, item.Timestamp, now);

    public static OperationException? Check(DatadogLog item, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(item.Message))
        {
            return Refuse(TelemetryErrorIds.LogInvalid, "", "A log entry without a message was refused.", "Leave such entries out.");
        }

        int length = item.Message.Length <= MaxLogLength / 3 ? 0 : Encoding.UTF8.GetByteCount(item.Message);
        return length > MaxLogLength
            ? LogTooLarge(item, length)
            : CheckTags(item) ?? CheckTime(PayloadFormat.Logs, "log entry", item.Message, item.Timestamp, now);
    }

    public static OperationException LogTooLarge(DatadogLog item, int length) => Refuse(
        TelemetryErrorIds.LogInvalid,
        item.Message,
        string.Create(CultureInfo.InvariantCulture, $"The log entry {MetricRules.Quote(item.Message)} was refused: it has {length} bytes, and Datadog cuts entries at {MaxLogLength}."),
        "Divide it into several entries.");

    public static OperationException TooLarge(string id, string what, string name) => Refuse(
        id, name, $"The {what} {MetricRules.Quote(name)} was refused: it is larger than a request may be.", "Use fewer tags, or a shorter text.");

    private static OperationException? CheckTags(DatadogLog item) =>
        MetricRules.TooLongTag(item.Tags, item.HostName) is { } tag
            ? Refuse(
                TelemetryErrorIds.MetricTagInvalid,
                item.Message,
                $"The log entry {MetricRules.Quote(item.Message)} was refused: its tag or host name {MetricRules.Quote(tag)} is {tag.Length} characters long; Datadog takes {MetricRules.MaxTagLength} for a tag and {MetricRules.MaxHostLength} for a host.",
                "Shorten it, or leave it out.")
            : null;

    private static OperationException? CheckTime(PayloadFormat format, string what, string name, DateTimeOffset? timestamp, DateTimeOffset now)
    {
        if (timestamp is not { } time)
        {
            return null;
        }

        TimeSpan age = now - time;
        string at = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return age > format.MaxAge
            ? Refuse(
                TelemetryErrorIds.TimeTooOld,
                name,
                $"The {what} {MetricRules.Quote(name)} of {at} was refused: it is {MetricRules.Describe(age)} old and Datadog takes {MetricRules.Describe(format.MaxAge)}.",
                "Check the clock of the machine that observed it; older ones cannot be delivered.")
            : -age > format.MaxAhead
                ? Refuse(
                    TelemetryErrorIds.TimeTooFarAhead,
                    name,
                    $"The {what} {MetricRules.Quote(name)} of {at} was refused: it lies {MetricRules.Describe(-age)} ahead of this machine's clock.",
                    "Check the clocks of this machine and of the one that observed it.")
                : null;
    }

    private static OperationException Refuse(string id, string name, string message, string advice) => new(id, OperationErrorKind.InvalidInput, name, message, advice);
}
