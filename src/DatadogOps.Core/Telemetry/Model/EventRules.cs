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

    /// <summary>A word of an event as the API and DogStatsD write it.</summary>
    internal static string WireWord(string word) => word.ToLowerInvariant();

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

        if (item.AlertType is not (DatadogAlertType.Info or DatadogAlertType.Success or DatadogAlertType.Warning or DatadogAlertType.Error))
        {
            return Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                $"The event {Quote(item)} was refused: there is no alert type {MetricRules.Quote(item.AlertType)}.",
                "Use Info, Success, Warning or Error.");
        }

        if (item.Priority is not (DatadogEventPriority.Normal or DatadogEventPriority.Low))
        {
            return Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                $"The event {Quote(item)} was refused: there is no priority {MetricRules.Quote(item.Priority)}.",
                "Use Normal or Low.");
        }

        return item.Timestamp is { } time && time.ToUnixTimeSeconds() <= 0
            ? Refuse(
                TelemetryErrorIds.EventFieldInvalid,
                item,
                $"The event {Quote(item)} was refused: its time lies before 1970.",
                "Give the time when it happened, or none for now.")
            : null;
    }

    private static OperationException? CheckTags(DatadogEvent item) => MetricRules.TooLongTag(item.Tags, item.HostName) is { } reason
        ? Refuse(TelemetryErrorIds.EventTagInvalid, item, $"The event {Quote(item)} was refused: {reason}.", "Shorten it, or remove it.")
        : null;
}
