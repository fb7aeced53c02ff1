using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Creates the event of a run.</summary>
internal static class RunEvent
{
    private const int MaxKey = 100;

    // Limits of the parts, so that a long one leaves room for the others; the last part gets the rest.
    private const int MaxCause = 1400;
    private const int MaxFailedList = 700;
    private const int MaxTrace = 1000;
    private const int MaxItem = 300;

    /// <summary>The event of a run.</summary>
    public static DatadogEvent Of(ConfigRunReport report)
    {
        bool isFailed = report.Status == ConfigRunStatus.Failed;
        return new DatadogEvent
        {
            Title = RunTitle.Of(report),
            Text = Body(report),
            IsMarkdown = true,
            Timestamp = report.EndTime ?? report.StartTime,
            HostName = report.HostName,
            AlertType = isFailed ? DatadogAlertType.Error : report.Status == ConfigRunStatus.Pending ? DatadogAlertType.Info : DatadogAlertType.Success,
            Priority = isFailed ? DatadogEventPriority.Normal : DatadogEventPriority.Low,
            AggregationKey = Key(report),
            SourceTypeName = report.Tool switch
            {
                "Chef" => "chef",
                "Puppet" => "puppet",
                "Ansible" => "ansible",
                "Salt" => "saltstack",
                _ => null, // Datadog lists none for DSC
            },
            Tags = RunTags.OfEvent(report),
        };
    }

    private static string Body(ConfigRunReport report)
    {
        var body = new EventBody();
        body.TryAddParagraph(Counts(report));
        if (report.Status == ConfigRunStatus.Failed)
        {
            AddFailure(body, report);
        }

        string changed = report.NoOp ? "**Resources that would be changed**" : "**Changed resources**";
        body.AddList(changed, report.Changes.Select(resource => Item(report, resource)), report.Changes.Total, EventBody.MaxLength);
        return body.ToString();
    }

    private static void AddFailure(EventBody body, ConfigRunReport report)
    {
        string where = report.FailedResource is { } resource ? " in " + EventText.Code(resource, MaxItem) : "";
        where += report.ErrorSource is { } source ? $" ({EventText.Code(source, MaxItem)})" : "";
        if (report.ErrorMessage is { } message)
        {
            body.AddBlock($"**Cause**{where}", MaxCause, room => EventText.Block(message, room));
        }
        else
        {
            body.TryAddParagraph(where.Length > 0 ? $"**Cause**{where}; the report contains no message." : "The report does not contain the cause.");
        }

        body.AddList("**Failed resources**", report.Failures.Select(failed => Item(report, failed)), report.Failures.Total, MaxFailedList);
        if (report.StackTrace is { } trace)
        {
            body.AddBlock("**Stack trace**", MaxTrace, room => TraceTrimmer.Trim(EventText.Block(trace, int.MaxValue), room));
        }
    }

    private static string Counts(ConfigRunReport report)
    {
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
        string version = report.ToolVersion is { } number ? $" {(report.Tool == "Dsc" ? "DSC" : EventText.Line(report.Tool, 20))} {EventText.Line(number, 40)}." : "";
        return $"{outcome}{(RunTitle.Duration(report) is { } duration ? " after " + duration : "")}{(numbers.Length > 0 ? ". " + numbers : "")}.{version}";
    }

    private static string Item(ConfigRunReport report, ConfigRunResource resource)
    {
        string text = EventText.Code(resource.Name, MaxItem);
        if (resource.SourceFile is { } file)
        {
            string line = resource.SourceLine is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "";
            text += $" ({EventText.Code(file + line, MaxItem)})";
        }

        // The message of the cause is shown above.
        string? more = resource.Status == ConfigRunResourceStatus.Failed
            ? resource.Name == report.FailedResource ? null : resource.ErrorMessage
            : string.Join(", ", resource.ChangedProperties.Select(change => change.Property));
        return string.IsNullOrWhiteSpace(more) ? text : $"{text}: {Plain(EventText.Line(more, MaxItem / 2))}";
    }

    // Outside code, a few characters would be read as Markdown.
    private static string Plain(string text) => string.Concat(text.Select(c => c is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#' or '\\' or '~' ? $"\\{c}" : c.ToString()));

    // One thread of events for each host and tool. A name too long for the key is distinguished by its hash.
    private static string Key(ConfigRunReport report)
    {
        string subject = report.HostName ?? (report.Tool == "Ansible" ? "playbook " + report.Name : Environment.MachineName);
        string key = $"{report.Tool.ToLowerInvariant()}:{EventText.Line(subject, int.MaxValue).ToLowerInvariant()}";
        if (key.Length <= MaxKey)
        {
            return key;
        }

        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16].ToLowerInvariant();
        return EventText.Clip(key, MaxKey - 17) + "~" + hash;
    }
}
