using System.Globalization;
using System.Text;

namespace DatadogOps.Telemetry;

/// <summary>
/// Rules of Datadog's API for events, service checks and logs (API reference of <c>/api/v1/events</c>, <c>/api/v1/check_run</c> and
/// <c>/api/v2/logs</c>). What breaks them would be refused or dropped on arrival, so it is refused here, by name.
/// </summary>
internal static class ApiRules
{
    public const int MaxTitleLength = 500;

    public const int MaxTextLength = 4000;

    public const int MaxAggregationKeyLength = 100;

    // Datadog cuts an entry beyond this without a word.
    public const int MaxLogLength = 1_000_000;

    public static OperationException? Check(DatadogEvent item, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(item.Title))
        {
            return Refuse(TelemetryErrorIds.EventInvalid, "", "An event without a title was refused.", "Give one line that says what happened.");
        }

        if (MetricText.IsLongerThan(item.Title, MaxTitleLength))
        {
            return TooLong(item.Title, "title", item.Title, MaxTitleLength, "Move what does not fit into the text.");
        }

        // The marks of Markdown count too.
        if (MetricText.IsLongerThan(item.Text, MaxTextLength - (item.IsMarkdown ? 10 : 0)))
        {
            return TooLong(item.Title, "text", item.Text, MaxTextLength, "Shorten the text, or send it as a log and name it in the event.");
        }

        if (item.AggregationKey is { } key && MetricText.IsLongerThan(key, MaxAggregationKeyLength))
        {
            return TooLong(item.Title, "aggregation key", key, MaxAggregationKeyLength, "Shorten it; a hash of it serves as well.");
        }

        return CheckTags(TelemetryErrorIds.EventInvalid, "event", item.Title, item.Tags, item.HostName)
            ?? CheckTime(PayloadFormat.Event, "event", item.Title, item.Timestamp, now);
    }

    public static OperationException? Check(DatadogServiceCheck item, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(item.Name))
        {
            return Refuse(TelemetryErrorIds.ServiceCheckInvalid, "", "A service check without a name was refused.", "Give a name such as 'postgres.can_connect'.");
        }

        if (item.Status is < DatadogServiceCheckStatus.Ok or > DatadogServiceCheckStatus.Unknown)
        {
            return Refuse(
                TelemetryErrorIds.ServiceCheckInvalid,
                item.Name,
                string.Create(CultureInfo.InvariantCulture, $"The service check {MetricRules.Quote(item.Name)} was refused: {(int)item.Status} is no status."),
                "Use Ok, Warning, Critical or Unknown.");
        }

        return CheckTags(TelemetryErrorIds.ServiceCheckInvalid, "service check", item.Name, item.Tags, item.HostName)
            ?? CheckTime(PayloadFormat.ServiceChecks, "service check", item.Name, item.Timestamp, now);
    }

    public static OperationException? Check(DatadogLog item, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(item.Message))
        {
            return Refuse(TelemetryErrorIds.LogInvalid, "", "A log entry without a message was refused.", "Leave such entries out.");
        }

        int length = item.Message.Length <= MaxLogLength / 3 ? 0 : Encoding.UTF8.GetByteCount(item.Message);
        return length > MaxLogLength
            ? LogTooLarge(item, length)
            : CheckTags(TelemetryErrorIds.LogInvalid, "log entry", item.Message, item.Tags, item.HostName)
                ?? CheckTime(PayloadFormat.Logs, "log entry", item.Message, item.Timestamp, now);
    }

    public static OperationException LogTooLarge(DatadogLog item, int length) => Refuse(
        TelemetryErrorIds.LogInvalid,
        item.Message,
        string.Create(CultureInfo.InvariantCulture, $"The log entry {MetricRules.Quote(item.Message)} was refused: it has {length} bytes, and Datadog cuts entries at {MaxLogLength}."),
        "Divide it into several entries.");

    public static OperationException TooLarge(string id, string what, string name) => Refuse(
        id, name, $"The {what} {MetricRules.Quote(name)} was refused: it is larger than a request may be.", "Use fewer tags, or a shorter text.");

    private static OperationException TooLong(string title, string part, string text, int limit, string advice) => Refuse(
        TelemetryErrorIds.EventInvalid,
        title,
        string.Create(CultureInfo.InvariantCulture, $"The event {MetricRules.Quote(title)} was refused: its {part} is {text.Length} characters long and Datadog takes {limit}."),
        advice);

    private static OperationException? CheckTags(string id, string what, string name, TagSet tags, string? host)
    {
        foreach (string tag in tags.AsSpan())
        {
            if (tag is not null && MetricText.IsLongerThan(tag, MetricRules.MaxTagLength))
            {
                return Refuse(
                    id,
                    name,
                    $"The {what} {MetricRules.Quote(name)} was refused: its tag {MetricRules.Quote(tag)} is {tag.Length} characters long and Datadog takes {MetricRules.MaxTagLength}.",
                    "Shorten the tag's value, or leave the tag out.");
            }
        }

        return host is not null && MetricText.IsLongerThan(host, MetricRules.MaxHostLength)
            ? Refuse(
                id,
                name,
                $"The {what} {MetricRules.Quote(name)} was refused: its host name {MetricRules.Quote(host)} is longer than {MetricRules.MaxHostLength} characters.",
                "Give the host's name, not an address with parameters.")
            : null;
    }

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
