using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Tags of a run: what it ran with, not how it ended, so that a series stays one series.</summary>
internal static class RunTags
{
    private const int MaxRoles = 20;

    /// <summary>Tags of the run's metrics.</summary>
    public static TagSet OfMetrics(RunWords words)
    {
        ConfigRunReport report = words.Report;
        var tags = new List<string> { Tag("tool", report.Tool.ToLowerInvariant()) };
        tags.AddRange(OfHost(words));
        if (report.Tool == "Ansible" && words.Name is { } playbook)
        {
            tags.Add(Tag("playbook", playbook));
        }

        if (report.NoOp)
        {
            // Otherwise a rehearsal that finds nothing looks like a run that changed nothing.
            tags.Add("noop:true");
        }

        return new TagSet([.. tags]);
    }

    /// <summary>Tags of the run's event: those of its metrics, and how it ended.</summary>
    public static TagSet OfEvent(RunWords words)
    {
        ConfigRunReport report = words.Report;
        TagSet tags = OfMetrics(words).With(Tag("status", report.Status.ToString().ToLowerInvariant()));
        return report.Status == ConfigRunStatus.Failed && report.Phase is { } phase ? tags.With(Tag("phase", phase.ToLowerInvariant())) : tags;
    }

    /// <summary>Tags that the host itself may get.</summary>
    public static IEnumerable<string> OfHost(RunWords words)
    {
        if (words.Scrub(words.Report.Environment) is { } environment)
        {
            yield return Tag("env", environment);
        }

        IEnumerable<string> roles = words.Scrub(words.Report.Role)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (string role in roles.Distinct(StringComparer.Ordinal).Take(MaxRoles))
        {
            yield return Tag("role", role);
        }
    }

    /// <summary>One tag, whatever the value holds: a blank or a comma would make two of it.</summary>
    public static string Tag(string name, string value)
    {
        string clean = string.Concat(value.Trim().Select(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or '|' or '@' ? '_' : c));
        int room = MetricRules.MaxTagLength - name.Length - 1;
        return $"{name}:{(clean.Length <= room ? clean : EventText.Clip(clean, room))}";
    }
}
