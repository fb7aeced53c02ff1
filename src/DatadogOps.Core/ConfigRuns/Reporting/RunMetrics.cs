using DatadogOps.ConfigRuns.Model;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Creates the metrics of a run: gauges, as the tools' own reporters send them.</summary>
internal static class RunMetrics
{
    private static readonly string[] s_ansibleStats = ["ok", "changed", "failures", "unreachable", "skipped", "rescued", "ignored"];

    /// <summary>The metrics of a run.</summary>
    public static IEnumerable<DatadogMetric> Of(ConfigRunReport report, string naming)
    {
        bool hasNames = report.Tool is "Chef" or "Puppet" or "Ansible";
        IEnumerable<(string Name, double? Value, string? Type, string? Unit)> points =
            hasNames && !naming.Equals(ConfigRunNaming.Common, StringComparison.OrdinalIgnoreCase) ? Native(report) : [];
        if (!hasNames || !naming.Equals(ConfigRunNaming.Native, StringComparison.OrdinalIgnoreCase))
        {
            points = points.Concat(Common(report));
        }

        TagSet tags = RunTags.OfMetrics(report);
        DateTimeOffset? time = report.EndTime ?? report.StartTime;

        // All are counts and times; Puppet reports negative times if the clock was set back.
        return
            from point in points
            where point.Value is >= 0 and < double.PositiveInfinity
            select new DatadogMetric
            {
                Name = point.Name,
                Value = point.Value!.Value,
                Type = MetricType.Gauge,
                Timestamp = time,
                HostName = report.HostName,
                Tags = point.Type is null ? tags : tags.With(RunTags.Tag(ConfigRunMetricNames.ResourceType, point.Type)),
                Unit = point.Unit,
            };
    }

    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> Common(ConfigRunReport report)
    {
        bool isFailed = report.Status == ConfigRunStatus.Failed;
        yield return (ConfigRunMetricNames.Success, isFailed ? 0 : 1, null, null);
        yield return (ConfigRunMetricNames.Failure, isFailed ? 1 : 0, null, null);
        yield return (ConfigRunMetricNames.Elapsed, report.ElapsedSeconds, null, "second");
        yield return (ConfigRunMetricNames.Total, report.Total, null, "resource");
        yield return (ConfigRunMetricNames.Updated, report.Updated, null, "resource");
        yield return (ConfigRunMetricNames.FailedResources, report.Failed, null, "resource");
        yield return (ConfigRunMetricNames.Skipped, report.Skipped, null, "resource");
        yield return (ConfigRunMetricNames.Pending, report.Pending, null, "resource");
        foreach ((string type, double seconds) in report.SecondsByType)
        {
            yield return (ConfigRunMetricNames.TypeSeconds, seconds, type, "second");
        }
    }

    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> Native(ConfigRunReport report) => report.Tool switch
    {
        "Chef" => OfChef(report),
        "Puppet" => OfPuppet(report),
        _ => OfAnsible(report),
    };

    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> OfChef(ConfigRunReport report)
    {
        bool isFailed = report.Status == ConfigRunStatus.Failed;
        yield return ("chef.run.success", isFailed ? 0 : 1, null, null);
        yield return ("chef.run.failure", isFailed ? 1 : 0, null, null);
        yield return ("chef.resources.total", report.Total, null, null);
        yield return ("chef.resources.updated", report.Updated, null, null);
        yield return ("chef.resources.elapsed_time", report.ElapsedSeconds, null, "second");
    }

    // Puppet's own metrics, with category and name swapped: resources.total is puppet.total.resources.
    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> OfPuppet(ConfigRunReport report)
    {
        foreach ((string name, double value) in report.NativeValues)
        {
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && dot < name.Length - 1)
            {
                yield return ($"puppet.{Word(name[(dot + 1)..])}.{Word(name[..dot])}", value, null, name.StartsWith("time.", StringComparison.Ordinal) ? "second" : null);
            }
        }
    }

    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> OfAnsible(ConfigRunReport report)
    {
        foreach (string stat in s_ansibleStats)
        {
            if (report.NativeValues.TryGetValue(stat, out double count))
            {
                yield return ("ansible.task." + stat, count, null, null);
            }
        }

        // The time of the playbook; the callback has no metric for a single host's share.
        if (report.HostName is null)
        {
            yield return ("ansible.elapsed_time", report.ElapsedSeconds, null, "second");
        }
    }

    private static string Word(string text) => MetricText.NormalizeName(text).ToLowerInvariant();
}
