using System.Globalization;
using System.Text.Json.Nodes;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>Datadog's rules for events with a category (<c>EventCreateRequest</c> and its parts in the OpenAPI document of API v2).</summary>
internal static class EventCategoryRules
{
    private const int MaxTags = 100;
    private const int MaxResource = 128;
    private const int MaxAuthor = 256;
    private const int MaxImpacted = 100;
    private const int MaxUrl = 2048;
    private const int MaxProperties = 100;
    private const int MaxDepth = 10;

    /// <summary>Why the event does not go with its category; null when it does.</summary>
    public static OperationException? Check(DatadogEvent item) => item.Category switch
    {
        null => item.Change is null && item.Runbook is null && item.PriorityLevel is null && item.Attributes is null
            ? null
            : Refuse(item, "what was changed, a level of priority, a runbook and attributes need a category", "Give -Category Alert or -Category Change."),
        DatadogEventCategory.Alert => CheckCommon(item) ?? CheckAlert(item),
        DatadogEventCategory.Change => CheckCommon(item) ?? CheckChange(item),
        _ => Refuse(item, $"there is no category {MetricRules.Quote(item.Category)}", "Use Alert or Change, or none for a plain event."),
    };

    /// <summary>Why the event cannot travel by DogStatsD; null when it can.</summary>
    public static OperationException? CheckIsPlain(DatadogEvent item) => item.Category is null
        ? null
        : Refuse(item, "DogStatsD knows no categories of events", "Send it by the API (-Transport Api).");

    /// <summary>Why it has too many tags; null when it has not.</summary>
    public static OperationException? CheckTagCount(DatadogEvent item, int constantTags) => item.Tags.Count + constantTags <= MaxTags
        ? null
        : Refuse(item, Text($"it has {item.Tags.Count + constantTags} tags, those of the command and its context included, and Datadog takes {MaxTags} with a category"), "Give fewer tags.");

    private static OperationException? CheckCommon(DatadogEvent item) =>
        item.Priority == DatadogEventPriority.Low || !string.IsNullOrEmpty(item.SourceTypeName)
            ? Refuse(item, "an event with a category has neither a low priority nor a source type", "Leave out -Priority and -SourceTypeName, or -Category.")
            : CheckTable(item, item.Attributes, "attributes");

    private static OperationException? CheckAlert(DatadogEvent item)
    {
        if (item.Change is not null)
        {
            return Refuse(item, "an alert is no change", "Use -Category Change, or leave out what was changed.");
        }

        if (item.AlertType == DatadogAlertType.Info)
        {
            return Refuse(item, "an alert is an error, a warning or all right again", "Give -AlertType Error, Warning or Success.");
        }

        if (item.PriorityLevel is < 1 or > 5)
        {
            return Refuse(item, Text($"{item.PriorityLevel} is no level of priority"), "Use 1 (most urgent) to 5.");
        }

        return item.Runbook is { } page && (!page.IsAbsoluteUri || page.Scheme is not ("http" or "https") || page.AbsoluteUri.Length > MaxUrl)
            ? Refuse(item, Text($"its runbook is no address of a web page, or longer than {MaxUrl} characters"), "Give the whole address: https://wiki.example.com/runbooks/db.")
            : null;
    }

    private static OperationException? CheckChange(DatadogEvent item)
    {
        if (item.AlertType != DatadogAlertType.Info || item.PriorityLevel is not null || item.Runbook is not null)
        {
            return Refuse(item, "a change has no alert type, no level of priority and no runbook", "Leave them out, or use -Category Alert.");
        }

        if (item.Change is not { } change || string.IsNullOrWhiteSpace(change.Resource))
        {
            return Refuse(item, "it does not say what was changed", "Name it: -ChangedResource.");
        }

        if (MetricText.IsLongerThan(change.Resource, MaxResource) || (change.Author is { } author && MetricText.IsLongerThan(author, MaxAuthor)))
        {
            return Refuse(item, Text($"Datadog takes {MaxResource} characters for the name of what was changed and {MaxAuthor} for the author"), "Shorten the name.");
        }

        if (change.ResourceType is not (DatadogChangedResource.Configuration or DatadogChangedResource.FeatureFlag)
            || change.AuthorType is not (DatadogChangeAuthor.User or DatadogChangeAuthor.System or DatadogChangeAuthor.Api or DatadogChangeAuthor.Automation))
        {
            return Refuse(item, "the kind of what was changed, or of the author, is none that Datadog knows", "Use Configuration or FeatureFlag, and User, System, Api or Automation.");
        }

        if (change.ImpactedServices.Count > MaxImpacted || change.ImpactedServices.Any(string.IsNullOrWhiteSpace))
        {
            return Refuse(item, Text($"one of its services has no name, or there are more than {MaxImpacted}"), "Name those that matter most.");
        }

        return CheckTable(item, change.PreviousValue, "previous value") ?? CheckTable(item, change.NewValue, "new value");
    }

    private static OperationException? CheckTable(DatadogEvent item, JsonObject? table, string what) => table is null || Fits(table, 1)
        ? null
        : Refuse(item, Text($"its {what} has more than {MaxProperties} values in one table, or is nested deeper than {MaxDepth} levels"), "Leave out what is not needed.");

    private static bool Fits(JsonNode? node, int depth) => node switch
    {
        JsonObject table => depth <= MaxDepth && table.Count <= MaxProperties && table.All(one => Fits(one.Value, depth + 1)),
        JsonArray list => depth <= MaxDepth && list.All(one => Fits(one, depth + 1)),
        _ => true,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static OperationException Refuse(DatadogEvent item, string why, string advice) =>
        EventRules.Refuse(TelemetryErrorIds.EventFieldInvalid, item, $"The event {EventRules.Quote(item)} was refused: {why}.", advice);
}
