using System.Globalization;
using DatadogOps.Common;

namespace DatadogOps.Telemetry.Model;

/// <summary>
/// Datadog's rules for a point of a metric. What breaks them would be dropped on arrival without a word, so it is refused
/// here, by name. Sources: docs.datadoghq.com/metrics/custom_metrics, /getting_started/tagging, and the API's reference of
/// <c>POST /api/v2/series</c>.
/// </summary>
public static class MetricRules
{
    /// <summary>Characters of a metric's name, at most.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Characters of a tag, at most, its name and colon included.</summary>
    public const int MaxTagLength = 200;

    /// <summary>Characters of a host name, at most (the limit of a DNS name).</summary>
    public const int MaxHostLength = 255;

    /// <summary>How old a point may be.</summary>
    public static TimeSpan MaxAge { get; } = TimeSpan.FromHours(1);

    /// <summary>How far ahead of now a point may be.</summary>
    public static TimeSpan MaxAhead { get; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// By DogStatsD a point within this of now travels without a timestamp and is aggregated by the Agent as a live one,
    /// whose own interval it is; an older one carries its timestamp (protocol 1.3), which no aggregation touches.
    /// </summary>
    public static TimeSpan LiveWindow { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Why the metric cannot be delivered, or null when it can.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="transport">How it is to travel.</param>
    /// <param name="time">The clock that ages are measured by.</param>
    public static OperationException? Check(DatadogMetric metric, string transport, TimeProvider time)
    {
        string name = metric.Name;
        if (string.IsNullOrEmpty(name) || !char.IsAsciiLetter(name[0]))
        {
            return Refuse(
                TelemetryErrorIds.MetricNameInvalid,
                metric,
                string.IsNullOrEmpty(name) ? "A metric without a name was refused." : $"The metric name {Quote(metric)} was refused: it does not begin with a letter.",
                "Give a name such as 'postgresql.connections': a letter first, then letters, digits, underscores and dots.");
        }

        if (MetricText.IsLongerThan(name, MaxNameLength))
        {
            return Refuse(
                TelemetryErrorIds.MetricNameInvalid,
                metric,
                $"The metric name {Quote(metric)} was refused: it is {name.Length} characters long and Datadog takes {MaxNameLength}.",
                "Shorten the name, and move what varies in it into tags.");
        }

        bool hasMember = metric.Kind == MetricKind.Set && metric.SetMember is not null;
        if (hasMember && metric.SetMember!.Length == 0)
        {
            return Refuse(
                TelemetryErrorIds.MetricValueInvalid,
                metric,
                $"A member without text was refused for the set {Quote(metric)}.",
                "Leave the point out, or say what was seen.");
        }

        if (!hasMember && !double.IsFinite(metric.Value))
        {
            return Refuse(
                TelemetryErrorIds.MetricValueInvalid,
                metric,
                string.Create(CultureInfo.InvariantCulture, $"The value {metric.Value} of the metric {Quote(metric)} was refused: it is not a finite number."),
                "Leave the point out, or send a number in its place.");
        }

        return CheckTags(metric) ?? CheckType(metric, transport) ?? (metric.Timestamp is null ? null : CheckTime(metric, transport, time.GetUtcNow()));
    }

    /// <summary>Checks tags that all items of a command get.</summary>
    /// <returns>The same tags.</returns>
    /// <exception cref="OperationException">A tag is too long.</exception>
    public static TagSet CheckTags(TagSet tags) => TooLongTag(tags, null) is { } reason
        ? throw new OperationException(TelemetryErrorIds.TagInvalid, OperationErrorKind.InvalidInput, "Tag", $"The tags were refused: {reason.Replace("its ", "the ", StringComparison.Ordinal)}.", "Shorten the tag's value, or remove the tag.")
        : tags;

    /// <summary>A refusal in the words of all of them.</summary>
    internal static OperationException Refuse(string id, DatadogMetric metric, string message, string advice) =>
        new(id, OperationErrorKind.InvalidInput, metric.Name ?? "", message, advice);

    /// <summary>A metric's name for a message: in quotes, on one line, and not too long.</summary>
    internal static string Quote(DatadogMetric metric) => Quote(metric.Name);

    /// <summary>Why a tag or the host name is longer than Datadog accepts; null if none is.</summary>
    internal static string? TooLongTag(TagSet tags, string? hostName)
    {
        foreach (string tag in tags.MayBeTooLong ? tags.AsSpan() : default)
        {
            if (MetricText.IsLongerThan(tag, MaxTagLength))
            {
                return string.Create(CultureInfo.InvariantCulture, $"its tag {Quote(tag)} is {tag.Length} characters long, and Datadog accepts {MaxTagLength}");
            }
        }

        return hostName is not null && MetricText.IsLongerThan(hostName, MaxHostLength)
            ? string.Create(CultureInfo.InvariantCulture, $"its host name {Quote(hostName)} is {hostName.Length} characters long, and Datadog accepts {MaxHostLength}")
            : null;
    }

    internal static string Quote(string text)
    {
        string line = MetricText.NormalizeTag(text.Length <= 80 ? text : text[..77] + "...");
        return "'" + line + "'";
    }

    private static OperationException? CheckTags(DatadogMetric metric) => TooLongTag(metric.Tags, metric.HostName) is { } reason
        ? Refuse(TelemetryErrorIds.MetricTagInvalid, metric, $"The metric {Quote(metric)} was refused: {reason}.", "Shorten it, or remove it.")
        : null;

    private static OperationException? CheckType(DatadogMetric metric, string transport) => (transport, metric.Kind) switch
    {
        (DatadogTransport.DogStatsD, MetricKind.Rate) => Refuse(
            TelemetryErrorIds.MetricTypeNotSupported,
            metric,
            $"The metric {Quote(metric)} was refused: DogStatsD has no rates.",
            "Send it by the API (-Transport Api), or send the count itself, from which the Agent makes the rate."),
        (DatadogTransport.Api, MetricKind.Histogram or MetricKind.Timer or MetricKind.Set) => Refuse(
            TelemetryErrorIds.MetricTypeNotSupported,
            metric,
            $"The metric {Quote(metric)} was refused: the Agent makes metrics of a {metric.Type.ToLowerInvariant()}'s values, and the API does not take them.",
            "Send it by DogStatsD (-Transport DogStatsD), or values as a Distribution."),
        _ => null,
    };

    private static OperationException? CheckTime(DatadogMetric metric, string transport, DateTimeOffset now)
    {
        TimeSpan age = now - metric.Timestamp!.Value;
        if (age > MaxAge)
        {
            return Refuse(
                TelemetryErrorIds.MetricTooOld,
                metric,
                $"The point of {Quote(metric)} at {Format(metric)} was refused: it is {Describe(age)} old and Datadog takes points of the last hour.",
                "Check the clock of the machine that observed it; older points cannot be delivered.");
        }

        TimeSpan ahead = transport == DatadogTransport.Api ? MaxAhead : LiveWindow;
        if (-age > ahead)
        {
            return Refuse(
                TelemetryErrorIds.MetricTooFarAhead,
                metric,
                $"The point of {Quote(metric)} at {Format(metric)} was refused: it lies {Describe(-age)} ahead of this machine's clock, and {(transport == DatadogTransport.Api ? "Datadog takes 10 minutes" : "DogStatsD takes none from the future")}.",
                "Check the clocks of this machine and of the one that observed it.");
        }

        return transport == DatadogTransport.DogStatsD && age > LiveWindow && metric.Kind is not (MetricKind.Gauge or MetricKind.Count)
            ? Refuse(
                TelemetryErrorIds.MetricTooOld,
                metric,
                $"The point of {Quote(metric)} at {Format(metric)} was refused: by DogStatsD only gauges and counts can be sent after the event.",
                "Send it when it is observed, or send it as a gauge or count.")
            : null;
    }

    private static string Format(DatadogMetric metric) => metric.Timestamp!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Describe(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{(long)span.TotalDays} days",
        { TotalHours: >= 2 } => $"{(long)span.TotalHours} hours",
        { TotalMinutes: >= 2 } => $"{(long)span.TotalMinutes} minutes",
        _ => $"{(long)span.TotalSeconds} seconds",
    };
}
