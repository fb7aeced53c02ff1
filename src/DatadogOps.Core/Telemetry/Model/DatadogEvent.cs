using System.Text.Json.Nodes;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Something that happened once: a run of a tool, a deployment, a failure. Limits are those of <c>POST /api/v1/events</c>, and of
/// <c>POST /api/v2/events</c> where it has a <see cref="Category"/>.
/// </summary>
public sealed record DatadogEvent
{
    /// <summary>One line that says what happened; not empty.</summary>
    public required string Title { get; init; }

    /// <summary>The story, at most 4000 characters; Markdown where <see cref="IsMarkdown"/> is set.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the text is Markdown; Datadog wants it marked (<c>%%%</c>), which the sender does.</summary>
    public bool IsMarkdown { get; init; }

    /// <summary>When it happened, at most 18 hours ago by the API; null for "now".</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Host that it happened on; null for the host that delivers it.</summary>
    public string? HostName { get; init; }

    /// <summary>Severity: one of <see cref="DatadogAlertType"/>.</summary>
    public string AlertType
    {
        get;
        init => field = Word.Canonical(value, DatadogAlertType.Info, DatadogAlertType.Success, DatadogAlertType.Warning, DatadogAlertType.Error);
    } = DatadogAlertType.Info;

    /// <summary>One of <see cref="DatadogEventPriority"/>.</summary>
    public string Priority
    {
        get;
        init => field = Word.Canonical(value, DatadogEventPriority.Normal, DatadogEventPriority.Low);
    } = DatadogEventPriority.Normal;

    /// <summary>Events of one key are shown as one story; at most 100 characters.</summary>
    public string? AggregationKey { get; init; }

    /// <summary>What kind of sender it is, as Datadog lists them (<c>chef</c>, <c>puppet</c>, <c>ansible</c>); null for none.</summary>
    public string? SourceTypeName { get; init; }

    /// <summary>One of <see cref="DatadogEventCategory"/>, API only; null for a plain event.</summary>
    public string? Category
    {
        get;
        init => field = string.IsNullOrEmpty(value) ? null : Word.Canonical(value, DatadogEventCategory.Alert, DatadogEventCategory.Change);
    }

    /// <summary>What was changed; for <see cref="DatadogEventCategory.Change"/>, which needs it.</summary>
    public DatadogChange? Change { get; init; }

    /// <summary>How urgent an alert is: 1 (most) to 5; null to leave it open.</summary>
    public int? PriorityLevel { get; init; }

    /// <summary>Page that says what to do about an alert.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>Further values of an event with a category; at most 100 in a table, ten levels deep.</summary>
    public JsonObject? Attributes { get; init; }

    /// <summary>Tags.</summary>
    public TagSet Tags { get; init; } = TagSet.Empty;
}
