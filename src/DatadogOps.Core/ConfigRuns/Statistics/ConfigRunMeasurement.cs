using System.Globalization;
using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>Looks across runs. It keeps a few numbers of each run, not the reports.</summary>
public sealed class ConfigRunMeasurement
{
    private readonly ConfigRunGrouping _by;
    private readonly TimeSpan? _interval;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string? Host, string? Tool, string? Role, string? Environment), List<RunFacts>> _groups = [];

    /// <summary>Begins.</summary>
    /// <param name="by">What to group by.</param>
    /// <param name="interval">After how long without a run a host counts as silent; null for twice its own usual interval, which three runs tell.</param>
    /// <param name="time">The clock.</param>
    public ConfigRunMeasurement(ConfigRunGrouping by, TimeSpan? interval, TimeProvider time) => (_by, _interval, _time) = (by, interval, time);

    /// <summary>Notes a run. The report of a playbook as a whole, which has no host, counts for none: its hosts' reports do.</summary>
    public void Add(ConfigRunReport report)
    {
        if (report is { Tool: "Ansible", HostName: null })
        {
            return;
        }

        var facts = new RunFacts(report.HostName ?? "", report.Status, report.StartTime ?? report.EndTime, report.ElapsedSeconds, report.Updated ?? 0);
        string?[] roles = _by.HasFlag(ConfigRunGrouping.Role) && report.Role is { } names
            ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : new string?[] { null };
        foreach (string? role in roles)
        {
            (string?, string?, string?, string?) key = (
                _by.HasFlag(ConfigRunGrouping.HostName) ? report.HostName : null,
                _by.HasFlag(ConfigRunGrouping.Tool) ? report.Tool : null,
                role,
                _by.HasFlag(ConfigRunGrouping.Environment) ? report.Environment : null);
            if (!_groups.TryGetValue(key, out List<RunFacts>? runs))
            {
                _groups[key] = runs = [];
            }

            runs.Add(facts);
        }
    }

    /// <summary>What was found, in the order in which groups were first met.</summary>
    public IEnumerable<ConfigRunStatistic> Complete()
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (((string? host, string? tool, string? role, string? environment), List<RunFacts> runs) in _groups)
        {
            yield return Measure(runs, now) with { HostName = host, Tool = tool, Role = role, Environment = environment };
        }
    }

    private ConfigRunStatistic Measure(List<RunFacts> runs, DateTimeOffset now)
    {
        // Stable: runs of unknown time stay where they were met, before those that are known.
        RunFacts[] inOrder = [.. runs.OrderBy(one => one.Time ?? DateTimeOffset.MinValue)];
        double[] seconds = [.. inOrder.Where(one => one.Seconds is not null).Select(one => one.Seconds!.Value).Order()];
        HostHistory[] hosts = [.. inOrder.GroupBy(one => one.Host).Select(host => new HostHistory(host.Key, [.. host]))];
        string[] failing = [.. hosts.Where(host => host.FailingSince is not null || host.IsFailing).Select(host => host.Name)];
        string[] silent = [.. hosts.Where(host => host.IsSilent(now, _interval)).Select(host => host.Name)];
        double[] intervals = [.. hosts.SelectMany(host => host.Gaps).Order()];
        return new ConfigRunStatistic
        {
            Hosts = hosts.Length,
            Runs = inOrder.Length,
            Failures = inOrder.Count(one => one.Status == ConfigRunStatus.Failed),
            FailingHosts = new ConfigRunList<string>(failing, 0),
            FailingSince = hosts.Min(host => host.FailingSince),
            LastStatus = inOrder[^1].Status,
            LastRun = inOrder[^1].Time,
            MeanSeconds = Quantiles.Mean(seconds),
            P95Seconds = Quantiles.NearestRank(seconds, 0.95),
            VarianceSeconds = Quantiles.Variance(seconds),
            Updated = inOrder.Sum(one => (long)one.Updated),
            Outliers = OutliersOf(inOrder, seconds),
            IntervalSeconds = Quantiles.Median(intervals),
            SilentHosts = new ConfigRunList<string>(silent, 0),
        };
    }

    private static ConfigRunList<string> OutliersOf(RunFacts[] runs, double[] seconds)
    {
        const int MaxNamed = 20;
        if (Quantiles.UpperFence(seconds) is not { } fence)
        {
            return ConfigRunList<string>.Empty;
        }

        RunFacts[] slow = [.. runs.Where(one => one.Seconds > fence)];
        return new ConfigRunList<string>([.. slow.Take(MaxNamed).Select(Describe)], slow.Length);
    }

    private static string Describe(RunFacts run) => string.Create(CultureInfo.InvariantCulture, $"{run.Host} {run.Time:yyyy-MM-ddTHH:mm:ssZ} {run.Seconds:0.#} s");
}
