using System.Globalization;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Statistics;

/// <summary>Aggregates runs. Keeps a few numbers of each run, not the reports.</summary>
public sealed class ConfigRunMeasurement
{
    private readonly HashSet<string> _by;
    private readonly TimeSpan? _interval;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string? Host, string? Tool, string? Role, string? Environment), List<RunFacts>> _groups = [];

    /// <summary>Starts a measurement.</summary>
    /// <param name="by">What to group by: words of <see cref="ConfigRunGrouping"/>.</param>
    /// <param name="interval">Time without a run after which a host counts as silent; null for twice its own usual interval, which takes three runs to determine.</param>
    /// <param name="time">The clock.</param>
    public ConfigRunMeasurement(IEnumerable<string> by, TimeSpan? interval, TimeProvider time) =>
        (_by, _interval, _time) = (new HashSet<string>(by, StringComparer.OrdinalIgnoreCase), interval, time);

    /// <summary>Adds a run. The report of a whole playbook, which has no host, is ignored: the reports of its hosts count.</summary>
    public void Add(ConfigRunReport report)
    {
        if (report is { Tool: "Ansible", HostName: null })
        {
            return;
        }

        var facts = new RunFacts(report.HostName ?? "", report.Status, report.StartTime ?? report.EndTime, report.ElapsedSeconds, report.Updated ?? 0);
        string?[] roles = _by.Contains(ConfigRunGrouping.Role) && report.Role is { } names
            ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : new string?[] { null };
        foreach (string? role in roles)
        {
            (string?, string?, string?, string?) key = (
                _by.Contains(ConfigRunGrouping.HostName) ? report.HostName : null,
                _by.Contains(ConfigRunGrouping.Tool) ? report.Tool : null,
                role,
                _by.Contains(ConfigRunGrouping.Environment) ? report.Environment : null);
            if (!_groups.TryGetValue(key, out List<RunFacts>? runs))
            {
                _groups[key] = runs = [];
            }

            runs.Add(facts);
        }
    }

    /// <summary>The result, in the order in which groups first appeared.</summary>
    public IEnumerable<ConfigRunStatistic> Complete()
    {
        DateTimeOffset now = _time.GetUtcNow();
        foreach (((string? host, string? tool, string? role, string? environment), List<RunFacts> runs) in _groups)
        {
            (string By, string? Value)[] values =
                [(ConfigRunGrouping.HostName, host), (ConfigRunGrouping.Tool, tool), (ConfigRunGrouping.Role, role), (ConfigRunGrouping.Environment, environment)];
            string group = string.Join(", ", values.Where(one => _by.Contains(one.By)).Select(one => one.Value ?? "(none)"));
            yield return Measure(runs, now) with { Group = group.Length == 0 ? "All" : group, HostName = host, Tool = tool, Role = role, Environment = environment };
        }
    }

    private ConfigRunStatistic Measure(List<RunFacts> runs, DateTimeOffset now)
    {
        // Stable: runs of unknown time keep their order, before those of known time.
        RunFacts[] inOrder = [.. runs.OrderBy(one => one.Time ?? DateTimeOffset.MinValue)];
        double[] seconds = [.. inOrder.Where(one => one.Seconds is not null).Select(one => one.Seconds!.Value).Order()];
        HostHistory[] hosts = [.. inOrder.GroupBy(one => one.Host).Select(host => new HostHistory(host.Key, [.. host]))];
        string[] failing = [.. hosts.Where(host => host.FailingSince is not null || host.IsFailing).Select(host => host.Name)];
        string[] silent = [.. hosts.Where(host => host.IsSilent(now, _interval)).Select(host => host.Name)];
        double[] intervals = [.. hosts.SelectMany(host => host.Gaps).Order()];
        return new ConfigRunStatistic
        {
            Group = "",
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
