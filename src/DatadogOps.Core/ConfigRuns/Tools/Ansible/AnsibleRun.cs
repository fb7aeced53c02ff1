using DatadogOps.ConfigRuns.Documents;
using DatadogOps.ConfigRuns.Model;

namespace DatadogOps.ConfigRuns.Tools.Ansible;

/// <summary>A run of a playbook as it is read: its hosts, and when it began and ended.</summary>
internal sealed class AnsibleRun(ReadContext context)
{
    public const string Tool = "Ansible";

    // Enough to see what several hosts have in common.
    private const int MaxCauses = 5;

    private readonly Dictionary<string, AnsibleHost> _hosts = new(StringComparer.Ordinal);
    private readonly AnsibleTaskHosts _together = new();

    /// <summary>Id of the first play.</summary>
    public string? RunId { get; private set; }

    /// <summary>File name of the playbook.</summary>
    public string? Name { get; private set; }

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    /// <summary>Whether the stats were read, which end a run.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Number of the current play.</summary>
    public int Play { get; private set; }

    /// <summary>Adds a play.</summary>
    public void Add(AnsibleTask play)
    {
        Play++;
        _together.BeginPlay();
        RunId ??= play.Id;
        Name ??= play.File is null ? play.Name : Path.GetFileName(play.File);
        Note(play);
    }

    /// <summary>Begins a task of all hosts in step; null if each host proceeds by itself.</summary>
    public void Begin(AnsibleTask? task) => _together.Begin(task);

    /// <summary>Adds results of a task; returns resources if requested, but failed ones only when it is known that the run continued.</summary>
    public List<ConfigRunResource> Add(List<AnsibleResult> results, AnsibleTask task)
    {
        Note(task);
        var resources = new List<ConfigRunResource>();
        foreach (AnsibleResult result in results)
        {
            if (HostOf(result.Host).Add(result, task, this, out AnsibleFailure? failure) is { } resource)
            {
                resources.Add(resource);
            }

            _together.Add(result.Host, task, failure);
        }

        return resources;
    }

    /// <summary>Reads the stats.</summary>
    public void ReadStats(DocumentReader reader)
    {
        HasEnded = reader.Kind == NodeKind.MapStart;
        if (reader.BeginMap())
        {
            while (reader.NextKey() is { } host)
            {
                HostOf(host).ReadStats(reader);
            }
        }
    }

    /// <summary>The results of a run that has ended: its reports, or the resources that waited for the stats.</summary>
    public IEnumerable<object> Finish()
    {
        _together.BeginPlay();
        return context.Resources ? _hosts.Values.SelectMany(host => host.JudgeFailures()) : Build();
    }

    /// <summary>One report for each host, and one for the playbook, which has no host.</summary>
    private IEnumerable<ConfigRunReport> Build()
    {
        var total = new RunBuilder(context, Tool) { RunId = RunId, Name = Name, StartTime = Start, EndTime = End, Phase = "Run" };
        (total.Total, total.Updated, total.Failed, total.Skipped) = (0, 0, 0, 0);
        var causes = new List<string>();
        foreach (AnsibleHost host in _hosts.Values)
        {
            ConfigRunReport report = host.Build(this);
            total.Total = Add(total.Total, report.Total);
            total.Updated = Add(total.Updated, report.Updated);
            total.Failed = Add(total.Failed, report.Failed);
            total.Skipped = Add(total.Skipped, report.Skipped);
            foreach ((string name, double value) in host.Stats)
            {
                total.NativeValues[name] = total.NativeValues.GetValueOrDefault(name) + value;
            }

            if (report.Status == ConfigRunStatus.Failed)
            {
                total.FailedResource ??= report.FailedResource;
                total.ErrorSource ??= report.ErrorSource;
                causes.Add($"{report.HostName}: {(report.FailedResource is null ? "" : report.FailedResource + ": ")}{report.ErrorMessage}");
                foreach (ConfigRunResource resource in report.Failures)
                {
                    total.Count(resource.Status, null, null);
                    total.Keep(resource);
                }
            }

            yield return report;
        }

        total.IsFailed = total.Failed > 0;
        total.ErrorMessage = string.Join('\n', causes.Take(MaxCauses)) + (causes.Count > MaxCauses ? $"\nand {causes.Count - MaxCauses} more hosts" : "");
        yield return total.Build();
    }

    /// <summary>A sum of stats.</summary>
    public static int Sum(Dictionary<string, double> stats, params ReadOnlySpan<string> names)
    {
        double sum = 0;
        foreach (string name in names)
        {
            sum += stats.GetValueOrDefault(name);
        }

        return (int)Math.Clamp(sum, 0, int.MaxValue);
    }

    private static int Add(int? one, int? other) => (int)Math.Min(int.MaxValue, (long)(one ?? 0) + (other ?? 0));

    private void Note(AnsibleTask part)
    {
        Start = part.Start < Start || Start is null ? part.Start ?? Start : Start;
        End = part.End > End || End is null ? part.End ?? End : End;
    }

    private AnsibleHost HostOf(string name)
    {
        if (!_hosts.TryGetValue(name, out AnsibleHost? host))
        {
            _hosts[name] = host = new AnsibleHost(name, context);
        }

        return host;
    }
}
