using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Datadog's rules for an event, whichever way it travels. Sources: the API's reference of <c>POST /api/v1/events</c>, and the
/// Agent's <c>comp/dogstatsd/server/parse_events.go</c>, which drops an event without a title.
/// </summary>
public static class EventRules
{
    /// <summary>Characters of the text, at most, with the marks around Markdown.</summary>
    public const int MaxTextLength = 4000;

    /// <summary>Characters of an aggregation key, at most.</summary>
    public const int MaxAggregationKeyLength = 100;

    /// <summary>Why the event cannot be delivered, or null when it can. Its age is another matter: see the transports.</summary>
    public static OperationException? Check(DatadogEvent item)
    {
        if (string.IsNullOrWhiteSpace(item.Title))
        {
            return Refuse(
                TelemetryErrorIds.EventTitleInvalid,
                item,
                "An event without a title was refused.",
                "Give a title: one line that says what happened.");
        }

        string text = TextOf(item);
        if (MetricText.IsLongerThan(text, MaxTextLength))
        {
            return Refuse(
                TelemetryErrorIds.EventTextInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {Quote(item)} was refused: its text is {text.Length} characters long and Datadog takes {MaxTextLength}."),
                "Shorten the text, or send the whole of it as a log.");
        }

        return CheckFields(item) ?? EventCategoryRules.Check(item) ?? CheckTags(item);
    }

    /// <summary>The text as Datadog wants it: Markdown between marks of its own.</summary>
    internal static string TextOf(DatadogEvent item) => item.IsMarkdown ? $"%%% \n{item.Text}\n %%%" : item.Text ?? "";

    /// <summary>A refusal in the words of all of them.</summary>
    internal static OperationException Refuse(string id, DatadogEvent item, string message, string advice) =>
        new(id, OperationErrorKind.InvalidInput, item.Title ?? "", message, advice);

    /// <summary>An event's title for a message: in quotes, on one line, and not too long.</summary>
    internal static string Quote(DatadogEvent item) => MetricRules.Quote(item.Title);

    private static OperationException? CheckFields(DatadogEvent item)
    {
        if (item.AggregationKey is { } key && MetricText.IsLongerThan(key, MaxAggregationKeyLength))
        {
            return Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {Quote(item)} was refused: its aggregation key is {key.Length} characters long and Datadog takes {MaxAggregationKeyLength}."),
                "Shorten the key; events of one key are shown as one story.");
        }

        if (item.AlertType is < DatadogAlertType.Info or > DatadogAlertType.Error || item.Priority is < DatadogEventPriority.Normal or > DatadogEventPriority.Low)
        {
            return Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                string.Create(CultureInfo.InvariantCulture, $"The event {Quote(item)} was refused: {(int)item.AlertType} is no alert type, or {(int)item.Priority} no priority."),
                "Use the alert types Info, Success, Warning and Error, and the priorities Normal and Low.");
        }

        return item.Timestamp is { } time && time.ToUnixTimeSeconds() <= 0
            ? Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                $"The event {Quote(item)} was refused: its time lies before 1970.",
                "Give the time when it happened, or none for now.")
            : null;
    }

    private static OperationException? CheckTags(DatadogEvent item) =>
        MetricRules.TooLongTag(item.Tags, item.HostName) is { } tag
            ? Refuse(
                TelemetryErrorIds.MetricTagInvalid,
                item,
                $"The event {Quote(item)} was refused: its tag or host name {MetricRules.Quote(tag)} is {tag.Length} characters long; Datadog takes {MetricRules.MaxTagLength} for a tag and {MetricRules.MaxHostLength} for a host.",
                "Shorten it, or leave it out.")
            : null;
}
