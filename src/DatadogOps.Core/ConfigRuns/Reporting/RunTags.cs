using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Tags of a run: what ran, and not how it ended, so that a series stays one series.</summary>
internal static class RunTags
{
    private const int MaxRoles = 20;

    /// <summary>Tags of the run's metrics.</summary>
    public static TagSet OfMetrics(ConfigRunReport report)
    {
        var tags = new List<string> { Tag(ConfigRunMetricNames.Tool, report.Tool.ToLowerInvariant()) };
        tags.AddRange(OfHost(report));
        if (report is { Tool: "Ansible", Name: { } playbook })
        {
            tags.Add(Tag("playbook", playbook));
        }

        if (report.NoOp)
        {
            // Otherwise a noop run that finds nothing looks like a run that changed nothing.
            tags.Add("noop:true");
        }

        return new TagSet([.. tags]);
    }

    /// <summary>Tags of the run's event: those of its metrics, and how it ended.</summary>
    public static TagSet OfEvent(ConfigRunReport report)
    {
        TagSet tags = OfMetrics(report).With(Tag("status", report.Status.ToLowerInvariant()));
        return report is { Status: ConfigRunStatus.Failed, Phase: { } phase } ? tags.With(Tag("phase", phase.ToLowerInvariant())) : tags;
    }

    /// <summary>Tags that the host itself may get: environment and roles.</summary>
    public static IEnumerable<string> OfHost(ConfigRunReport report)
    {
        if (report.Environment is { } environment)
        {
            yield return Tag("env", environment);
        }

        IEnumerable<string> roles = report.Role?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (string role in roles.Distinct(StringComparer.Ordinal).Take(MaxRoles))
        {
            yield return Tag("role", role);
        }
    }

    /// <summary>One tag, whatever the value contains: a blank or a comma would split it.</summary>
    public static string Tag(string name, string value)
    {
        string clean = string.Concat(value.Trim().Select(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or '|' or '@' ? '_' : c));
        int room = MetricRules.MaxTagLength - name.Length - 1;
        return $"{name}:{(clean.Length <= room ? clean : EventText.Clip(clean, room))}";
    }
}
