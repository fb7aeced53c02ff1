using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Makes the event that tells of a run.</summary>
internal static class RunEvent
{
    private const int MaxKey = 100;

    // What each part may take, so that a long one leaves room for the others; the last gets what is left.
    private const int MaxCause = 1400;
    private const int MaxFailedList = 700;
    private const int MaxTrace = 1000;
    private const int MaxItem = 300;

    /// <summary>The event of a run.</summary>
    public static DatadogEvent Of(ConfigRunReport report, SecretScrubber scrubber)
    {
        var words = new RunWords(report, scrubber);
        bool isFailed = report.Status == ConfigRunStatus.Failed;
        return new DatadogEvent
        {
            Title = RunTitle.Of(words),
            Text = Body(words),
            IsMarkdown = true,
            Timestamp = report.EndTime ?? report.StartTime,
            HostName = words.Scrub(report.HostName),
            AlertType = isFailed ? DatadogAlertType.Error : report.Status == ConfigRunStatus.Pending ? DatadogAlertType.Info : DatadogAlertType.Success,
            Priority = isFailed ? DatadogEventPriority.Normal : DatadogEventPriority.Low,
            AggregationKey = Key(words),
            SourceTypeName = report.Tool switch
            {
                "Chef" => "chef",
                "Puppet" => "puppet",
                "Ansible" => "ansible",
                "Salt" => "saltstack",
                _ => null, // Datadog lists none for DSC
            },
            Tags = RunTags.OfEvent(words),
        };
    }

    private static string Body(RunWords words)
    {
        ConfigRunReport report = words.Report;
        var body = new EventBody();
        body.TryAddParagraph(Counts(words));
        if (report.Status == ConfigRunStatus.Failed)
        {
            AddFailure(body, words);
        }

        string changed = report.NoOp ? "**Resources that would be changed**" : "**Changed resources**";
        body.AddList(changed, report.Changes.Select(resource => Item(words, resource)), report.Changes.Total, EventBody.MaxLength);
        return body.ToString();
    }

    private static void AddFailure(EventBody body, RunWords words)
    {
        ConfigRunReport report = words.Report;
        string where = words.Scrub(report.FailedResource) is { } resource ? " in " + EventText.Code(resource, MaxItem) : "";
        where += words.Scrub(report.ErrorSource) is { } source ? $" ({EventText.Code(source, MaxItem)})" : "";
        if (words.Scrub(report.ErrorMessage) is { } message)
        {
            body.AddBlock($"**Cause**{where}", MaxCause, room => EventText.Block(message, room));
        }
        else
        {
            body.TryAddParagraph(where.Length > 0 ? $"**Cause**{where}; the report holds no message of it." : "The report does not tell the cause.");
        }

        body.AddList("**Failed resources**", report.Failures.Select(failed => Item(words, failed)), report.Failures.Total, MaxFailedList);
        if (words.Scrub(report.StackTrace) is { } trace)
        {
            body.AddBlock("**Stack trace**", MaxTrace, room => TraceTrimmer.Trim(EventText.Block(trace, int.MaxValue), room));
        }
    }

    private static string Counts(RunWords words)
    {
        ConfigRunReport report = words.Report;
        string outcome = report.Status switch
        {
            ConfigRunStatus.Failed when report.Phase is { } phase => $"**Failed** in phase {EventText.Line(phase, 40)}",
            ConfigRunStatus.Failed => "**Failed**",
            ConfigRunStatus.Changed => "**Changed**",
            ConfigRunStatus.Pending => "**Changes pending**",
            _ => "**Unchanged**",
        };
        (string Name, int? Count)[] known = [("updated", report.Updated), ("failed", report.Failed), ("skipped", report.Skipped), ("pending", report.Pending)];
        IEnumerable<string> counts = known
            .Where(pair => pair.Count > 0 || (pair.Count == 0 && (pair.Name is "updated" or "failed")))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Count} {pair.Name}"));
        string total = report.Total is { } all ? string.Create(CultureInfo.InvariantCulture, $"{all} resource{(all == 1 ? "" : "s")}") : "";
        string numbers = string.Join(": ", new[] { total, string.Join(", ", counts) }.Where(part => part.Length > 0));
        string version = words.Scrub(report.ToolVersion) is { } number ? $" {(report.Tool == "Dsc" ? "DSC" : EventText.Line(report.Tool, 20))} {EventText.Line(number, 40)}." : "";
        return $"{outcome}{(words.Duration is { } duration ? " after " + duration : "")}{(numbers.Length > 0 ? ". " + numbers : "")}.{version}";
    }

    private static string Item(RunWords words, ConfigRunResource resource)
    {
        string text = EventText.Code(words.Scrub(resource.Name) ?? "?", MaxItem);
        if (words.Scrub(resource.SourceFile) is { } file)
        {
            string line = resource.SourceLine is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
            text += $" ({EventText.Code(file + line, MaxItem)})";
        }

        // The message of the cause stands above.
        string? more = resource.Status == ConfigRunResourceStatus.Failed
            ? resource.Name == words.Report.FailedResource ? null : words.Scrub(resource.ErrorMessage)
            : words.Scrub(string.Join(", ", resource.ChangedProperties.Select(change => change.Property)));
        return more is null ? text : $"{text}: {Plain(EventText.Line(more, MaxItem / 2))}";
    }

    // Outside of code a few characters would be taken for Markdown.
    private static string Plain(string text) => string.Concat(text.Select(c => c is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#' or '\\' or '~' ? $"\\{c}" : c.ToString()));

    // One story for each host and tool. A name too long for the key is told apart by its hash.
    private static string Key(RunWords words)
    {
        string subject = words.Scrub(words.Report.HostName) ?? (words.Report.Tool == "Ansible" ? "playbook " + words.Name : Environment.MachineName);
        string key = $"{words.Report.Tool.ToLowerInvariant()}:{EventText.Line(subject, int.MaxValue).ToLowerInvariant()}";
        if (key.Length <= MaxKey)
        {
            return key;
        }

        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16].ToLowerInvariant();
        return EventText.Clip(key, MaxKey - 17) + "~" + hash;
    }
}
