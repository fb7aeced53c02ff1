using DatadogOps.ConfigRuns.Model;
using DatadogOps.ConfigRuns.Redaction;
using DatadogOps.Telemetry.Model;

namespace DatadogOps.ConfigRuns.Reporting;

/// <summary>Makes the metrics of a run, gauges as the tools' own reporters send them.</summary>
internal static class RunMetrics
{
    // Nobody reads more series of one run; a report made up to have a million types is told by the slowest of them.
    private const int MaxTypes = 100;
    private const int MaxNative = 300;

    private static readonly string[] s_ansibleStats = ["ok", "changed", "failures", "unreachable", "skipped", "rescued", "ignored"];

    /// <summary>The metrics of a run.</summary>
    public static IEnumerable<DatadogMetric> Of(ConfigRunReport report, ConfigRunNaming naming, SecretScrubber scrubber)
    {
        var words = new RunWords(report, scrubber);
        bool hasNames = report.Tool is "Chef" or "Puppet" or "Ansible";
        IEnumerable<(string Name, double? Value, string? Type, string? Unit)> points =
            naming != ConfigRunNaming.Common && hasNames ? Native(report) : [];
        if (naming != ConfigRunNaming.Native || !hasNames)
        {
            points = points.Concat(Common(report));
        }

        TagSet tags = RunTags.OfMetrics(words);
        string? host = words.Scrub(report.HostName);
        DateTimeOffset? time = report.EndTime ?? report.StartTime;

        // All are counts and times; a clock that was set back makes Puppet's negative.
        return
            from point in points
            where point.Value is >= 0 and < double.PositiveInfinity
            select new DatadogMetric
            {
                Name = point.Name,
                Value = point.Value!.Value,
                Type = MetricType.Gauge,
                Timestamp = time,
                HostName = host,
                Tags = point.Type is null ? tags : tags.With(RunTags.Tag("resource_type", words.Scrub(point.Type) ?? "unknown")),
                Unit = point.Unit,
            };
    }

    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> Common(ConfigRunReport report)
    {
        bool isFailed = report.Status == ConfigRunStatus.Failed;
        yield return ("config_run.success", isFailed ? 0 : 1, null, null);
        yield return ("config_run.failure", isFailed ? 1 : 0, null, null);
        yield return ("config_run.elapsed_seconds", report.ElapsedSeconds, null, "second");
        yield return ("config_run.resources.total", report.Total, null, "resource");
        yield return ("config_run.resources.updated", report.Updated, null, "resource");
        yield return ("config_run.resources.failed", report.Failed, null, "resource");
        yield return ("config_run.resources.skipped", report.Skipped, null, "resource");
        yield return ("config_run.resources.pending", report.Pending, null, "resource");
        foreach ((string type, double seconds) in report.SecondsByType.OrderByDescending(pair => pair.Value).Take(MaxTypes))
        {
            yield return ("config_run.resource_seconds", seconds, type, "second");
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

    // Puppet's own metrics, category and name turned around: resources.total is puppet.total.resources.
    private static IEnumerable<(string Name, double? Value, string? Type, string? Unit)> OfPuppet(ConfigRunReport report)
    {
        foreach ((string name, double value) in report.NativeValues.Take(MaxNative))
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

        // The time of the playbook; what one host took of it is no metric of the callback.
        if (report.HostName is null)
        {
            yield return ("ansible.elapsed_time", report.ElapsedSeconds, null, "second");
        }
    }

    private static string Word(string text) => MetricText.NormalizeName(text).ToLowerInvariant();
}
